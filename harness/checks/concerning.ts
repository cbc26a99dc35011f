import type { FaultFacts } from '../model.ts';
import type { JudgeInput } from './check.ts';

/** The same recording as far as these faults go: for a check that has nothing to ask of the others. */
export function concerning(input: JudgeInput, concerns: (facts: FaultFacts) => boolean): JudgeInput {
  const { run } = input.recording;
  const faults = run.faults.filter(concerns);
  return {
    ...input,
    recording: { run: { ...run, faults }, series: (name) => input.recording.series(name) },
  };
}
