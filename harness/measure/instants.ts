import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import type { KernelMs, Recording, SeriesName, TrialRecord } from '../model.ts';
import { between, inOrder } from '../stats/in-order.ts';

/** When a trial's fault struck, at the earliest: as observed, or else when it was due; null when it did not get that far. */
export function struckAtMs({ effective, injectDueMs }: TrialRecord): KernelMs | null {
  return effective?.earliestMs ?? injectDueMs;
}

/** When the next fault after a trial struck; Infinity after the last one. */
export function nextFaultMs({ run }: Recording, trial: TrialRecord): KernelMs {
  const strikes = run.trials.filter(({ index }) => index > trial.index).map(struckAtMs);
  return Math.min(...strikes.filter((at) => at !== null), Number.POSITIVE_INFINITY);
}

/** The latest instant of any observation of these series; -Infinity without one. */
export function lastSeenMs(recording: Recording, names: readonly SeriesName[]): KernelMs {
  return Math.max(
    ...names.map((name) => {
      const seen: readonly { at: KernelMs }[] = recording.series(name);
      return inOrder(seen).at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    }),
  );
}

/** Whether the run was saved for the last time after a trial, and its harness then died: maybe in the trial after that. */
export function diedRunning({ run }: Pick<Recording, 'run'>): boolean {
  return run.status === 'running';
}

/**
 * From a trial's beginning to the next one's, or without end after the last: where the trial's traces may be looked for
 * when its own end is not known.
 */
export function trialEndMs(recording: Recording, trial: TrialRecord): KernelMs {
  if (trial.endedAtMs !== null) return trial.endedAtMs;
  const later = recording.run.trials.filter((other) => other.index > trial.index);
  const starts = later.map((other) => other.steadyAtMs ?? other.injectDueMs).filter((at) => at !== null);
  return starts[0] ?? afterLastMs(recording, trial);
}

/** The end of a trial that settled; of one that did not, the last request that was recorded before the next trial. */
export function observedUntilMs(recording: Recording, trial: TrialRecord): KernelMs {
  const endMs = trialEndMs(recording, trial);
  if (trial.endedAtMs !== null) return endMs;
  const fromMs = trial.healStartedAtMs ?? 0;
  return between(recording.series('request'), fromMs, endMs).at(-1)?.at ?? fromMs;
}

/** Until when the recording shows the cluster after this trial without another fault: the next injection, or its own end. */
export function undisturbedUntilMs(recording: Recording, trial: TrialRecord): KernelMs {
  const nextMs = nextFaultMs(recording, trial);
  const untilMs = nextMs === Number.POSITIVE_INFINITY ? afterLastMs(recording, trial) : nextMs;
  return Math.min(recordedUntilMs(recording), untilMs);
}

/** What follows the last saved trial: nothing, unless the harness died, and a fault that nobody wrote down may follow. */
function afterLastMs(recording: Recording, { endedAtMs, healedAtMs, healStartedAtMs }: TrialRecord): KernelMs {
  if (!diedRunning(recording)) return Number.POSITIVE_INFINITY;
  return endedAtMs ?? healedAtMs ?? healStartedAtMs ?? Number.NEGATIVE_INFINITY;
}

/**
 * When the last request was due or the last advert was seen, but no longer than an interval after the latter: a capture
 * that hears nobody may have ended.
 */
function recordedUntilMs(recording: Recording): KernelMs {
  const heardMs = lastSeenMs(recording, ['advert']);
  const advertMs = usedAdvertIntervalMs(recording.run.topology.vrrp);
  return Math.min(lastSeenMs(recording, ['advert', 'request']), heardMs + advertMs);
}
