import type { FaultFacts, Recording, TrialMeasurement, TrialRecord } from '../../model.ts';
import { inLevelUnit } from '../level-words.ts';
import { trialDoubt } from '../trial-doubt.ts';
import type { Sample } from './sample.ts';

/** A trial that says something of its fault, with what was measured of it. */
export interface FaultTrial {
  recording: Recording;
  facts: FaultFacts;
  trial: TrialRecord;
  measurement: TrialMeasurement;
}

/** The trials of a fault at one of its levels. */
export interface FaultSubject {
  facts: FaultFacts;
  /** `kill-director`, or with its strength `stall-director 3.000 s`. */
  subject: string;
  /** Without those that prove nothing. */
  trials: FaultTrial[];
}

/**
 * What each of the trials shows; where the run strikes at several phases, which one it was is told with it, also of a fault of
 * which only the trials of one phase prove something.
 */
export function samplesOf(
  trials: readonly FaultTrial[],
  sample: (one: FaultTrial) => Sample | null,
): (Sample | null)[] {
  const phases = new Set(trials.flatMap(({ recording }) => recording.run.trials.map(({ phase }) => phase)));
  return trials.map((one) => {
    const shown = sample(one);
    return shown === null || phases.size < 2 ? shown : { ...shown, stratum: `phase ${one.trial.phase}` };
  });
}

/** Every fault of the run, each of its levels by itself: trials of different strength are no samples of one thing. */
export function faultSubjects(recording: Recording, measurements: readonly TrialMeasurement[]): FaultSubject[] {
  const { run } = recording;
  return run.faults.flatMap((facts) => {
    const own = run.trials.filter(({ fault }) => fault === facts.name);
    const levels = facts.level === undefined ? [undefined] : levelsOf(own, facts.level.default);
    return levels.map((level): FaultSubject => {
      const trials = own.filter((trial) => level === undefined || (trial.level ?? facts.level?.default) === level);
      return {
        facts,
        subject: level === undefined ? facts.name : `${facts.name} ${inLevelUnit(level, facts.level?.unit ?? '')}`,
        trials: trials.flatMap((trial) => {
          const measurement = measurements.find(({ index }) => index === trial.index);
          const sound = measurement !== undefined && trialDoubt(run, trial) === null;
          return sound ? [{ recording, facts, trial, measurement }] : [];
        }),
      };
    });
  });
}

/** From the weakest to the strongest. */
function levelsOf(trials: readonly TrialRecord[], byDefault: number): number[] {
  return [...new Set(trials.map(({ level }) => level ?? byDefault))].sort((a, b) => a - b);
}
