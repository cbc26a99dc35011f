import type { Recording, TrialRecord } from '../../model.ts';
import { between } from '../../stats/in-order.ts';
import { isImpaired } from '../../stats/outage-window.ts';

/** What became of the requests whose first packet certainly met a delay. */
export interface DelayedRequests {
  requests: number;
  /** Answered, later than the delay threshold. */
  late: number;
  lost: number;
}

/**
 * The stamp of sending is the latest that the first packet can have left at; it may have left this much earlier, ms: by
 * what two looks at a clock of one process are apart.
 */
const stampMs = 1;

/**
 * The requests sent between the instants at which the delay was certainly there; null where they are not known. By when
 * they were sent, not when they were due.
 */
export function delayedRequests(recording: Recording, trial: TrialRecord): DelayedRequests | null {
  const { effective, ended } = trial;
  if (effective === null || ended === undefined) return null;
  const { probe } = recording.run;
  const fromMs = effective.latestMs + stampMs;
  const met = between(recording.series('request'), fromMs - probe.deadlineMs, ended.earliestMs).filter(
    ({ at, value }) => at + value.lateMs >= fromMs && at + value.lateMs < ended.earliestMs,
  );
  const impaired = met.filter(({ value }) => isImpaired(value, probe));
  const lost = impaired.filter(({ value }) => value.outcome !== 'ok').length;
  return { requests: met.length, late: impaired.length - lost, lost };
}
