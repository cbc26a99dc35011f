import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { KernelMs, Recording, TrialMeasurement, TrialRecord } from '../model.ts';
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

/** Until when the recording shows the cluster after this trial without another fault: the next injection, or its own end. */
export function undisturbedUntilMs(recording: Recording, trial: TrialRecord): KernelMs {
  const later = recording.run.trials.filter(({ index }) => index > trial.index);
  const injected = later.map(({ effective, injectDueMs }) => effective?.earliestMs ?? injectDueMs);
  return Math.min(recordedUntilMs(recording), ...injected.filter((at) => at !== null));
}

/**
 * When the last request was due or the last advert was seen, but no longer than an interval after the latter: a capture
 * that hears nobody may have ended.
 */
function recordedUntilMs(recording: Recording): KernelMs {
  const latest = (all: readonly { at: KernelMs }[]) =>
    all.reduce((last, { at }) => Math.max(last, at), Number.NEGATIVE_INFINITY);
  const heardMs = latest(recording.series('advert'));
  const advertMs = usedAdvertIntervalMs(recording.run.topology.vrrp);
  return Math.min(Math.max(heardMs, latest(recording.series('request'))), heardMs + advertMs);
}
