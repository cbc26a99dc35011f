import type { CalibratedError } from '../../model.ts';
import { outageErrors } from '../calibration/outage-errors.ts';
import { edgesLimitMs } from '../calibration/outage-limits.ts';
import type { FaultTrial } from './fault-trials.ts';
import type { Sample } from './sample.ts';

/** How far a method was from an outage of known length; nothing where that was not known well enough to say. */
export function outageErrorSample(one: FaultTrial, method: CalibratedError['method']): Sample | null {
  const { recording, trial, measurement } = one;
  const { run } = recording;
  const [error] = outageErrors({ ...recording, run: { ...run, trials: [trial] } }, [measurement]);
  if (error === undefined || error.knownToMs > edgesLimitMs(run.probe)) return null;
  return { value: Math.abs(error.errorMs[method]), bound: error.knownToMs };
}
