import type { Judgement, Run, TrialMeasurement } from '../../harness/model.ts';
import { formatNumber } from '../format.ts';

/** All that the sentence about a run may rest on. */
export interface Told {
  run: Run;
  judgements: readonly Judgement[];
  measurements: readonly TrialMeasurement[];
}

/** What a run found, in one sentence for somebody on call, from what was proved alone; null where that is nothing. */
export type Sentence = (told: Told) => string | null;

/** What was judged of a check, by subject, and not doubted: the run as a whole left out. */
export function provedOf({ judgements }: Pick<Told, 'judgements'>, check: string): Judgement[] {
  return judgements.filter((one) => one.check === check && one.verdict !== 'unknown' && one.subject !== 'run');
}

/** Milliseconds as they are said: `2.96 s`, `0.66 s` from a tenth of a second on, `15 ms` below. */
export function said(ms: number): string {
  return Math.abs(ms) >= 100 ? `${formatNumber(ms / 1000, 2)} s` : `${formatNumber(ms)} ms`;
}

/** `2.70 to 3.16 s`; a single time where both are said alike. */
export function saidRange(low: number, high: number): string {
  const [from, to] = [said(low), said(high)];
  if (from === to) return to;
  return from.endsWith(' s') && to.endsWith(' s') ? `${from.slice(0, -2)} to ${to}` : `${from} to ${to}`;
}

/** `a, b and c`; of more than so many names only their number is told. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
