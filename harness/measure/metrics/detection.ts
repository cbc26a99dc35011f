import { falseFailoverIn, outcomeOf } from '../false-failover.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../predictions.ts';
import { hasStalled } from '../prober-limits.ts';
import { faultWindow } from '../trial.ts';
import type { FaultTrial } from './fault-trials.ts';
import { exactly, type Sample } from './sample.ts';

/** A takeover, and what VRRP's timers predict of it, ms. */
interface Detection {
  measuredMs: number | 'beyond';
  predictedMs: number;
  boundMs: number;
}

/** Last advert that the backup heard to its own first one, by the same trials as the check `detection-time`. */
export function detectionSample(one: FaultTrial): Sample | null {
  const seen = detectionOf(one);
  return seen === null ? null : { value: seen.measuredMs, predicted: exactly(seen.predictedMs), bound: seen.boundMs };
}

/** That, less what was predicted of the very trial. */
export function detectionExcessSample(one: FaultTrial): Sample | null {
  const seen = detectionOf(one);
  if (seen === null) return null;
  const { measuredMs, predictedMs, boundMs } = seen;
  const value = measuredMs === 'beyond' ? measuredMs : measuredMs - predictedMs;
  return { value, predicted: exactly(0), bound: boundMs };
}

function detectionOf(one: FaultTrial): Detection | null {
  return one.facts.lateness === undefined ? byTimer(one) : whileAlive(one);
}

function byTimer({ recording, measurement }: FaultTrial): Detection | null {
  const { lastAdvertOldMs, firstAdvertNewMs, detectionMs, predictedDetectionMs: predictedMs } = measurement;
  if (lastAdvertOldMs === null || predictedMs === null) return null;
  const seen: Detection = { measuredMs: detectionMs ?? 'beyond', predictedMs, boundMs: captureBoundMs };
  if (
    detectionMs !== null &&
    detectionMs >= predictedMs - earlyToleranceMs &&
    detectionMs <= predictedMs + lateToleranceMs
  )
    return seen;
  const dueMs = lastAdvertOldMs + predictedMs + lateToleranceMs;
  const untilMs = Math.max(dueMs, firstAdvertNewMs ?? dueMs);
  return hasStalled(recording, lastAdvertOldMs, untilMs) ? null : seen;
}

/** Takeovers from a master that is only late, as far as they came as predicted: others have nothing to be held against. */
function whileAlive({ recording, trial }: FaultTrial): Detection | null {
  const window = faultWindow(trial);
  const seen = window === null ? null : falseFailoverIn(recording, trial, window);
  if (window === null || seen === null || seen.waitedMs === null) return null;
  const widthMs = trial.effective === null ? 0 : trial.effective.latestMs - trial.effective.earliestMs;
  if (outcomeOf(seen, widthMs) !== 'as-predicted') return null;
  const { waitedMs, downMs, phaseMs, takeoverMs } = seen;
  const inside = waitedMs.high >= downMs - earlyToleranceMs && waitedMs.low <= downMs + lateToleranceMs;
  if (!inside && hasStalled(recording, window.fromMs - phaseMs, takeoverMs ?? window.toMs)) return null;
  return { measuredMs: waitedMs.high, predictedMs: downMs, boundMs: captureBoundMs + waitedMs.high - waitedMs.low };
}
