import { outageWindow } from '../../stats/outage-window.ts';
import { trialEndMs } from '../instants.ts';
import { expectsReversion } from '../predictions.ts';
import { hasHoles, hasStalled } from '../prober-limits.ts';
import type { FaultTrial } from './fault-trials.ts';
import type { Sample } from './sample.ts';

/**
 * Old master restored until it is MASTER again, by the same trials as the check `reversion-time`. None where it should stay
 * BACKUP and did.
 */
export function reversionSample({ recording, facts, trial, measurement }: FaultTrial): Sample | null {
  const { reversionDelayMs: value, predictedReversionMs: predicted, successor } = measurement;
  const { topology } = recording.run;
  const target = topology.directors.find(({ name }) => name === trial.target);
  if (trial.restored === null || successor === null || target === undefined) return null;
  const bound = trial.restored.latestMs - trial.restored.earliestMs;
  if (!expectsReversion(topology, facts, target)) return value === null ? null : { value, bound };
  if (predicted === null) return null;
  const inside = value !== null && value >= predicted.low && value <= predicted.high;
  const fromMs = trial.restored.earliestMs;
  if (!inside && hasStalled(recording, fromMs, fromMs + (value ?? predicted.high))) return null;
  return { value: value ?? 'beyond', predicted, bound };
}

/** Requests lost or late from healing to the end of the trial; none where so many were never sent that counts say nothing. */
export function reversionImpairedSample({ recording, trial, measurement }: FaultTrial): Sample | null {
  const { healStartedAtMs: fromMs, restored } = trial;
  if (restored === null || fromMs === null) return null;
  const window = { fromMs, toMs: trialEndMs(recording, trial) };
  const sent = outageWindow(recording.series('request'), window, recording.run.probe);
  if (sent.requests === 0 || hasHoles(sent)) return null;
  return { value: measurement.reversionImpairedRequests, bound: sent.dropped };
}

/** Long-lived connections that did not survive; none where none was open. */
export function connectionsLostSample({ measurement }: FaultTrial): Sample | null {
  const { connectionsBefore, connectionsLost } = measurement;
  return connectionsBefore === 0 ? null : { value: connectionsLost, bound: 0 };
}

/** More than one holder of the VIP; null where nobody watched who holds it. */
export function dualHolderSample({ recording, measurement }: FaultTrial): Sample | null {
  return recording.series('vip-holder').length === 0 ? null : { value: measurement.dualHolderMs };
}
