import type { Recording } from '../model.ts';
import { largest } from '../stats/extremes.ts';
import { once } from '../stats/once.ts';
import { outageWindow } from '../stats/outage-window.ts';
import { steadyRequests } from './steady-requests.ts';

/**
 * The longest failover time that the run shows where there was no failover, ms: the same method, on the times before its
 * faults, when the cluster was proven steady. Answers that are late for another reason make one; it is how far such answers
 * can stretch an outage on that machine, at that time. 0 where none was late. Times in which a request was lost are left out:
 * that is not the machine's doing, and `request-outcomes` fails for it.
 */
export const lateWithoutFaultMs = once((recording: Recording): number => {
  const { trials, probe } = recording.run;
  const measured = trials.map((trial) => {
    const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
    const before = outageWindow(steadyRequests(recording, trial), always, probe);
    if (before.lost > 0) return 0;
    // Without a good one before or behind, all that is known is how long they were late.
    return before.failoverTimeMs ?? before.longestLossPeriodMs;
  });
  return Math.max(0, largest(measured));
});
