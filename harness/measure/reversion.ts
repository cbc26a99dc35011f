import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { Recording, TrialMeasurement, TrialRecord } from '../model.ts';
import { undisturbedUntilMs } from './instants.ts';
import { masterships } from './masters.ts';

/** A director that speaks up as MASTER for less than this has been sent back at once, ms. */
const leastMastershipMs = 500;

/**
 * From the earliest instant at which the target can have come back to life to its first advert of being MASTER again, ms;
 * null when it was not seen to become it, or only until the other one, which goes before it, spoke.
 */
export function reversionDelayMs(recording: Recording, trial: TrialRecord): TrialMeasurement['reversionDelayMs'] {
  const { healStartedAtMs, restored, target } = trial;
  if (healStartedAtMs === null || restored === null) return null;
  const leastMs = Math.min(leastMastershipMs, usedAdvertIntervalMs(recording.run.topology.vrrp) / 2);
  const untilMs = undisturbedUntilMs(recording, trial);
  const back = masterships(recording).find(
    ({ router, fromMs, toMs }) =>
      router.name === target && fromMs >= healStartedAtMs && fromMs <= untilMs && toMs - fromMs >= leastMs,
  );
  return back === undefined ? null : back.fromMs - restored.earliestMs;
}
