import type { Observation, Recording, TrialRecord } from '../model.ts';
import { requestsDecidedIn } from '../stats/outage-window.ts';
import { struckAtMs } from './instants.ts';

/**
 * The requests decided between the instant at which a trial's cluster was proven steady and its fault, or what prepares it:
 * nothing was broken then. Empty for a trial that did not get so far.
 */
export function steadyRequests(recording: Recording, trial: TrialRecord): Observation<'request'>[] {
  const toMs = trial.preparingFromMs ?? struckAtMs(trial);
  if (trial.steadyAtMs === null || toMs === null) return [];
  return requestsDecidedIn(recording.series('request'), { fromMs: trial.steadyAtMs, toMs }, recording.run.probe);
}
