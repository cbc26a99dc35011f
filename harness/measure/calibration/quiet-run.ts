import type { Calibration, Recording, TrialMeasurement } from '../../model.ts';
import { measureRun } from '../trial.ts';
import { trialDoubt } from '../trial-doubt.ts';
import { factsOf } from '../vrrp-faults.ts';

/**
 * The times of a run in which nothing was done, and how many requests were impaired in each; null where there were none.
 * One in which no request was recorded says nothing, and is left out.
 */
export function quietRun(
  recording: Recording,
  measurements: readonly TrialMeasurement[] = measureRun(recording),
): Calibration['quiet'] | null {
  const { run } = recording;
  const quiet = run.trials.flatMap((trial) => {
    const facts = factsOf(run, trial);
    const measurement = measurements.find(({ index }) => index === trial.index);
    if (facts?.knownOutage !== 'nothing' || trialDoubt(run, trial) !== null) return [];
    if (measurement === undefined || measurement.requests === 0) return [];
    return [{ durationMs: trial.level ?? facts.level?.default ?? 0, impaired: measurement.impairedRequests }];
  });
  const [first] = quiet;
  return first === undefined ? null : { durationMs: first.durationMs, impaired: quiet.map(({ impaired }) => impaired) };
}
