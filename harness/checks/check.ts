import type { Judgement, Recording, Run, TrialMeasurement } from '../model.ts';

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
  /** It asks whether the run is to be trusted, and nothing of what the faults brought about: alone it proves nothing. */
  soundness?: true;
  /**
   * Whether a run with these faults on this topology holds anything that it asks about; absent: every one does. By what the
   * run was to do, not by what was recorded: trials that are missing are unknown, they are no reason to be left out.
   */
  concerns?(run: Run): boolean;
  judge(input: JudgeInput): Judgement[];
}
