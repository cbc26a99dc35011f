import { verdictOf } from '../../harness/checks/verdict.ts';
import type { Night, NightResult, Verdict } from '../../harness/model.ts';

/**
 * The verdict of a night: fail, where a check failed or something got worse; unknown, where something could not be run,
 * judged or compared. That there is nothing to compare with yet speaks against nobody.
 */
export function nightVerdict({ results, interrupted }: Pick<Night, 'results' | 'interrupted'>): Verdict {
  const verdict = verdictOf(results.map((result) => ({ verdict: resultVerdict(result) })));
  return verdict === 'pass' && interrupted ? 'unknown' : verdict;
}

/** The same of one entry. */
export function resultVerdict({ verdict, gate, problem }: Pick<NightResult, 'verdict' | 'gate' | 'problem'>): Verdict {
  if (verdict === 'fail' || gate?.verdict === 'worse') return 'fail';
  return verdict !== 'pass' || problem !== null || gate?.verdict === 'unknown' ? 'unknown' : 'pass';
}
