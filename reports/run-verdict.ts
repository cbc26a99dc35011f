import { verdictOf } from '../harness/checks/verdict.ts';
import type { Judgement, Run, Verdict } from '../harness/model.ts';

/** The verdict of a whole run. A run that did not come to its end, or whose kernel was in trouble, has proved nothing good. */
export function runVerdict(run: Run, judgements: readonly Judgement[]): Verdict {
  const verdict = verdictOf(judgements);
  const whole = run.status === 'recorded' || run.status === 'judged';
  return verdict === 'pass' && (!whole || run.kernelTrouble.length > 0) ? 'unknown' : verdict;
}
