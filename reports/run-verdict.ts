import { verdictOf } from '../harness/checks/verdict.ts';
import type { Judgement, Run, Verdict } from '../harness/model.ts';

/**
 * The verdict of a whole run. On a kernel that was in trouble, or with holes in the recording, a failure proves as little
 * as a success; a run that did not come to its end has proved nothing good.
 */
export function runVerdict(run: Run, judgements: readonly Judgement[]): Verdict {
  const verdict = verdictOf(judgements);
  const whole = run.status === 'recorded' || run.status === 'judged';
  if (run.kernelTrouble.length > 0 || run.recordingTrouble.length > 0) return 'unknown';
  return verdict === 'pass' && !whole ? 'unknown' : verdict;
}
