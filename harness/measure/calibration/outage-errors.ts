import type { CalibratedError, Recording, TrialMeasurement } from '../../model.ts';
import { median } from '../../stats/quantiles.ts';
import { isProberTooLate } from '../prober-limits.ts';
import { measureRun } from '../trial.ts';
import { type MadeOutage, madeOutage } from './known-outages.ts';
import { edgesLimitMs } from './outage-limits.ts';

/** How far the two methods were from one outage of known length. */
export interface OutageError extends MadeOutage {
  /** Of the trial. */
  index: number;
  probeIntervalMs: number;
  /** Measured minus true length, ms. */
  errorMs: Record<CalibratedError['method'], number>;
  /** Plus or minus, that the measurement itself states, without what the true length is uncertain by, ms. */
  statedMs: number;
  /** The prober's, of the requests that decide, at worst, ms. */
  latenessMs: number;
  seen: boolean;
}

/**
 * The errors of every trial that made an outage of known length. Those in which the prober was so late that no check would
 * believe them are left out; so are those of which one of the edges was not seen.
 */
export function outageErrors(recording: Recording, measurements: readonly TrialMeasurement[]): OutageError[] {
  const { run } = recording;
  return run.trials.flatMap((trial): OutageError[] => {
    const made = madeOutage(run, trial);
    const measurement = measurements.find(({ index }) => index === trial.index);
    if (made === null || measurement === undefined) return [];
    const { failoverTimeMs, failoverTimePlbmMs, failoverBoundMs, worstLatenessMs } = measurement;
    if (failoverTimeMs === null || failoverTimePlbmMs === null || failoverBoundMs === null) return [];
    if (isProberTooLate(worstLatenessMs, run.probe)) return [];
    return [
      {
        ...made,
        index: trial.index,
        probeIntervalMs: run.probe.intervalMs,
        errorMs: { 'time-stamp': failoverTimeMs - made.trueMs, loss: failoverTimePlbmMs - made.trueMs },
        statedMs: failoverBoundMs,
        latenessMs: worstLatenessMs,
        seen: measurement.impairedRequests > 0,
      },
    ];
  });
}

const methods = ['time-stamp', 'loss'] as const satisfies CalibratedError['method'][];

/**
 * Both methods on every length of outage that a run made, from the shortest on; empty where it made none. Without those
 * whose true length is not known well enough to say.
 */
export function calibrationErrors(
  recording: Recording,
  measurements: readonly TrialMeasurement[] = measureRun(recording),
): CalibratedError[] {
  const limitMs = edgesLimitMs(recording.run.probe);
  const errors = outageErrors(recording, measurements).filter(({ knownToMs }) => knownToMs <= limitMs);
  const kinds = new Map(errors.map((one) => [`${one.made} ${one.outageMs}`, one]));
  return [...kinds.values()]
    .sort((a, b) => a.made.localeCompare(b.made) || a.outageMs - b.outageMs)
    .flatMap(({ made, outageMs, probeIntervalMs }) => {
      const alike = errors.filter((one) => one.made === made && one.outageMs === outageMs);
      return methods.map((method): CalibratedError => {
        const own = alike.map(({ errorMs }) => errorMs[method]);
        return {
          method,
          made,
          probeIntervalMs,
          outageMs,
          trials: own.length,
          biasMs: median(own) ?? 0,
          spreadMs: Math.max(...own) - Math.min(...own),
          worstMs: Math.max(...own.map(Math.abs)),
          knownToMs: Math.max(...alike.map(({ knownToMs }) => knownToMs)),
          seen: alike.filter(({ seen }) => seen).length,
        };
      });
    });
}
