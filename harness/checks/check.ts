import type { Judgement, Recording, TrialMeasurement } from '../model.ts';

/** What a check may know: the recording, and what was measured from it. */
export interface JudgeInput {
  recording: Recording;
  /** One for each trial of the run, in the same order. */
  measurements: readonly TrialMeasurement[];
}

/**
 * A question that a recording answers. Pure: the same recording gives the same judgements.
 * One judgement for each subject; without evidence the verdict is `unknown`, never `pass`.
 */
export interface Check {
  /** File name and name on the command line, kebab-case. */
  name: string;
  summary: string;
  judge(input: JudgeInput): Judgement[];
}
