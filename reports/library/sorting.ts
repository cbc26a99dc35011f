import type { Verdict } from '../../harness/model.ts';
import { inOrder } from './order.ts';

/** What rows may be sorted by. */
export const sortKeys = ['when', 'suite', 'topology', 'verdict', 'number', 'trials', 'duration', 'engine'] as const;

export type SortKey = (typeof sortKeys)[number];

/** What sorting knows of a row. */
export interface Sorted {
  /** ISO 8601, UTC. */
  when: string;
  suite: string;
  topology: string;
  verdict: Verdict;
  /** Its first number; of another quantity there is nothing to compare, so the quantity comes first. */
  number: { quantity: string; value: number } | null;
  trials: number;
  durationMs: number | null;
  engine: string;
}

/** What deserves a look first. */
const urgency: Record<Verdict, number> = { fail: 0, unknown: 1, pass: 2 };

/** Which way a column is sorted when it is first asked for: the latest run first, the names from A. */
export function descendingAtFirst(key: SortKey): boolean {
  return key === 'when' || key === 'trials' || key === 'duration';
}

/** For `sort`: rows without what is asked for stand last, either way round. */
export function compareRows(a: Sorted, b: Sorted, key: SortKey, descending: boolean): number {
  const way = descending ? -1 : 1;
  switch (key) {
    case 'verdict':
      return way * (urgency[a.verdict] - urgency[b.verdict]);
    case 'trials':
      return way * (a.trials - b.trials);
    case 'duration':
      return absentLast(a.durationMs, b.durationMs) || way * ((a.durationMs ?? 0) - (b.durationMs ?? 0));
    case 'number':
      return (
        absentLast(a.number, b.number) ||
        inOrder(a.number?.quantity ?? '', b.number?.quantity ?? '') ||
        way * ((a.number?.value ?? 0) - (b.number?.value ?? 0))
      );
    default:
      return way * inOrder(a[key], b[key]);
  }
}

function absentLast(a: unknown, b: unknown): number {
  return Number(a === null) - Number(b === null);
}
