import type { CountTrend } from './trend.ts';

/** One event, as its line in events.ndjson tells it. */
export interface EventLine {
  number: number;
  event: string;
  stage: string;
  /** Of the stage, 0 to 1. */
  share: number;
  seed: number;
  at: string;
  durationMs: number;
  /** In words; null: it came too late to do anything. */
  done: string | null;
  /** How each suite ended: its exit code, or the signal that killed it. */
  ended: (number | string | null)[];
  /** What run.json said of each; null: there was none. */
  runs: ({ status: string; verdict: string | null; again: string | null } | null)[];
  /** Last words on standard error, each suite's. */
  said: string[];
  /** Invariants that did not hold, a sentence each. */
  broken: { invariant: string; sentence: string }[];
  counts: Record<string, number>;
  /** The lab that the counts of the guest are of; null: none was up. */
  lab: string | null;
  /** The event could not be performed, by no fault of the harness; null: it was. */
  error: string | null;
}

/** `pass`: everything held and nothing grew; `unknown`: nothing was broken, but not everything could be told. */
export type SoakVerdict = 'pass' | 'fail' | 'unknown';

/** soak.json. */
export interface SoakReport {
  schema: 1;
  startedAt: string;
  endedAt: string | null;
  command: string;
  seed: number;
  plannedEvents: number;
  performedEvents: number;
  /** Events that this user may not perform. */
  leftOut: string[];
  byEvent: { event: string; performed: number; tooLate: number; broken: number }[];
  invariants: { name: string; summary: string; broken: number }[];
  trends: CountTrend[];
  verdict: SoakVerdict;
}

/** A soak that was not performed to its end, or of which an event failed to be performed, proves nothing good. */
export function soakVerdict(
  lines: readonly Pick<EventLine, 'broken' | 'error'>[],
  trends: readonly Pick<CountTrend, 'verdict'>[],
  planned: number,
): SoakVerdict {
  if (lines.some(({ broken }) => broken.length > 0) || trends.some(({ verdict }) => verdict === 'grows')) return 'fail';
  const whole = lines.length === planned && planned > 0 && lines.every(({ error }) => error === null);
  return whole ? 'pass' : 'unknown';
}
