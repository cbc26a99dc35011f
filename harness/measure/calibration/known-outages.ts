import type { CalibratedError, FaultFacts, Run, TrialRecord } from '../../model.ts';
import { trialDoubt } from '../trial-doubt.ts';
import { factsOf } from '../vrrp-faults.ts';

/** An outage of known length, as one trial made it. */
export interface MadeOutage {
  made: CalibratedError['made'];
  /** That was asked for, ms; 0: none was made. */
  outageMs: number;
  /** As long as it was, to the middle of what is known of its two edges, ms. */
  trueMs: number;
  /** Plus or minus, of `trueMs`: half of what both edges are uncertain by, ms. */
  knownToMs: number;
}

/** Whether a fault makes outages of known length. */
export function makesOutages({ knownOutage }: FaultFacts): boolean {
  return knownOutage === 'path' || knownOutage === 'server';
}

/** The outage that a trial made; null where its fault makes none of known length, or it is not known what became of it. */
export function madeOutage(run: Run, trial: TrialRecord): MadeOutage | null {
  const facts = factsOf(run, trial);
  const made = facts?.knownOutage;
  if ((made !== 'path' && made !== 'server') || trialDoubt(run, trial) !== null) return null;
  const { effective, ended, level = facts?.level?.default ?? 0 } = trial;
  if (level === 0) return { made, outageMs: 0, trueMs: 0, knownToMs: 0 };
  if (effective === null || ended === undefined) return null;
  const shortestMs = ended.earliestMs - effective.latestMs;
  const longestMs = ended.latestMs - effective.earliestMs;
  return { made, outageMs: level, trueMs: (shortestMs + longestMs) / 2, knownToMs: (longestMs - shortestMs) / 2 };
}
