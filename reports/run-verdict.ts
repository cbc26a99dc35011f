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

/** The verdict of a suite of several scenarios: the worst of its runs; one that was planned and never ran proves nothing. */
export function drillVerdict(runs: readonly Pick<Run, 'verdict'>[], planned: number): Verdict {
  const verdicts = runs.map((run) => ({ verdict: run.verdict ?? ('unknown' as const) }));
  const missing = runs.length < planned ? [{ verdict: 'unknown' as const }] : [];
  return verdictOf([...verdicts, ...missing]);
}
