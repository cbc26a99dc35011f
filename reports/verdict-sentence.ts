import type { Judgement, Run, Verdict } from '../harness/model.ts';
import { counted } from './format.ts';
import { trialCount, trialWords } from './trial-words.ts';

/** Word and sign of a verdict: colour alone would tell some readers nothing. */
export const verdictSigns: Record<Verdict, string> = { pass: '✓ pass', fail: '✗ fail', unknown: '? unknown' };

/** The whole run in one sentence. */
export function verdictSentence(run: Run, judgements: Judgement[], verdict: Verdict): string {
  const checks = counted(judgements.length, 'judgement');
  const trials = trialWords(run);
  const of = (wanted: Verdict) => judgements.filter((one) => one.verdict === wanted);
  if (run.kernelTrouble.length > 0)
    return 'Unknown: the kernel of the engine reported trouble, so nothing measured on it counts.';
  if (run.recordingTrouble.length > 0)
    return `Unknown: the recording has holes, so nothing judged on it counts; first: ${run.recordingTrouble[0]}`;
  if (verdict === 'pass') return `Passed: all ${checks} over ${trials} hold.`;
  if (verdict === 'fail') {
    const failed = of('fail');
    const first = failed[0];
    return `Failed: ${failed.length} of ${checks} over ${trials} ${failed.length === 1 ? 'does' : 'do'} not hold${first === undefined ? '' : `; first, ${about(first)}`}`;
  }
  if (judgements.length === 0) return 'Unknown: nothing was judged, so this run proves nothing.';
  if (trialCount(run) === 0) return 'Unknown: no trial was run, so this run proves nothing.';
  const first = of('unknown')[0];
  if (first === undefined) return `Unknown: ${checks} over ${trials} hold, but the run did not come to its end.`;
  return `Unknown: ${of('unknown').length} of ${checks} over ${trials} could not be made; first, ${about(first)}`;
}

function about({ check, subject, headline }: Judgement): string {
  const where = subject === 'run' ? check : `${check} of ${subject}`;
  return `${where}: ${headline}${/[.!?]$/.test(headline) ? '' : '.'}`;
}

/** How the run ended, where that is not the ordinary way; null otherwise. */
export function statusSentence(run: Run): string | null {
  const got = `${trialCount(run)} of ${counted(run.plannedTrials, 'planned trial')}`;
  if (run.status === 'interrupted') return `The run was interrupted after ${got}.`;
  if (run.status === 'broken') return `The run broke off after ${got}; the warnings say why.`;
  if (run.status === 'running') return `The harness died during this run: ${got} are recorded.`;
  return null;
}
