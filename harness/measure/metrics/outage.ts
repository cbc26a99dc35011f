import type { Range } from '../../model.ts';
import { outageWindow } from '../../stats/outage-window.ts';
import { hostRemovalMs } from '../host-removal.ts';
import { localTollOf } from '../local-toll.ts';
import { untouchedIntervals } from '../predictions.ts';
import { hasHoles, isProberTooLate } from '../prober-limits.ts';
import { faultWindow } from '../trial.ts';
import type { FaultTrial } from './fault-trials.ts';
import type { Sample } from './sample.ts';

/** Clients without service, by the same trials and the same method as the check `failover-time`. */
export function failoverSample(one: FaultTrial): Sample | null {
  if (!isSound(one)) return null;
  const { recording, trial, facts, measurement } = one;
  const { intervalMs } = recording.run.probe;
  const { impairedRequests, lostRequests, firstGoodMs, failoverTimeMs, failoverTimePlbmMs } = measurement;
  const { predictedFailoverMs: predicted, failoverBoundMs: bound } = measurement;
  const toll = localTollOf(recording, trial);
  if (toll !== null) {
    const expectedMs = toll.predictedLost * intervalMs;
    const numbers = { predicted: { low: expectedMs, high: expectedMs }, bound: toll.boundRequests * intervalMs };
    return { value: toll.lost * intervalMs, ...numbers };
  }
  if (impairedRequests > 0 && firstGoodMs === null) return { value: 'beyond', predicted, bound };
  if (failoverTimeMs === null || predicted === null || bound === null) return null;
  const inside = failoverTimeMs >= predicted.low - bound && failoverTimeMs <= predicted.high + bound;
  const scattered = !inside && facts.lateness !== undefined && lostRequests <= untouchedIntervals;
  return { value: (scattered ? failoverTimePlbmMs : null) ?? failoverTimeMs, predicted, bound };
}

/**
 * What an outage lasted beyond what VRRP's timers took from the very instant at which the fault struck: without it the phase
 * alone spreads failover times over an advertisement interval. Null where no single time is predicted.
 */
export function failoverExcessSample(one: FaultTrial): Sample | null {
  const timersMs = remainingTimerMs(one);
  const sample = failoverSample(one);
  if (timersMs === null || sample === null) return null;
  const { value, predicted, bound } = sample;
  return {
    value: value === 'beyond' ? value : value - timersMs,
    predicted: predicted ? { low: predicted.low - timersMs, high: predicted.high - timersMs } : null,
    bound: bound ?? null,
  };
}

/** What was left of the successor's timer when the fault struck, ms; after an advert of priority 0, all of it. */
function remainingTimerMs({ recording, trial, facts, measurement }: FaultTrial): number | null {
  const { predictedDetectionMs, phaseMs } = measurement;
  if (facts.dataPath !== 'outage' || predictedDetectionMs === null) return null;
  if (hostRemovalMs(recording.run, trial.target) !== null) return null;
  if (facts.detection === 'graceful') return predictedDetectionMs;
  return phaseMs === null ? null : Math.max(0, predictedDetectionMs - phaseMs);
}

/** First advert of the new master to the first good answer; none where service was never impaired. */
export function switchSample(one: FaultTrial): Sample | null {
  const { switchMs, failoverBoundMs } = one.measurement;
  return switchMs === null || !isSound(one) ? null : { value: switchMs, bound: failoverBoundMs };
}

/** Requests lost or late while the fault lasted. */
export function impairedSample(one: FaultTrial): Sample | null {
  const dropped = droppedRequests(one);
  if (dropped === null) return null;
  return { value: one.measurement.impairedRequests, predicted: predictedImpaired(one), bound: dropped };
}

/** Those of them that were lost. */
export function lostSample(one: FaultTrial): Sample | null {
  const dropped = droppedRequests(one);
  return dropped === null ? null : { value: one.measurement.lostRequests, bound: dropped };
}

/** One request is due in each interval of a predicted outage. */
function predictedImpaired({ recording, trial, measurement }: FaultTrial): Range | null {
  const { predictedFailoverMs: predicted } = measurement;
  const { run } = recording;
  const shared = hostRemovalMs(run, trial.target) !== null || localTollOf(recording, trial) !== null;
  if (predicted === null || shared) return null;
  const { intervalMs } = run.probe;
  return { low: Math.floor(predicted.low / intervalMs), high: Math.ceil(predicted.high / intervalMs) };
}

/** How late the prober was at worst: of all trials, also of those that it spoilt. */
export function latenessSample({ measurement }: FaultTrial): Sample | null {
  return measurement.requests === 0 ? null : { value: measurement.worstLatenessMs };
}

/** Whether times read off its requests are to be trusted. */
function isSound({ recording, measurement }: FaultTrial): boolean {
  const { requests, failoverBoundMs, worstLatenessMs } = measurement;
  return requests > 0 && failoverBoundMs !== null && !isProberTooLate(worstLatenessMs, recording.run.probe);
}

/** Due requests that were never sent; null: so many that counts say nothing. */
function droppedRequests(one: FaultTrial): number | null {
  const window = faultWindow(one.trial);
  if (window === null || !isSound(one)) return null;
  const sent = outageWindow(one.recording.series('request'), window, one.recording.run.probe);
  return hasHoles(sent) ? null : sent.dropped;
}
