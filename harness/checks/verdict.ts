import type { Verdict } from '../model.ts';

/** A failure outweighs doubt, doubt outweighs success; nothing at all proves nothing. */
export function verdictOf(judgements: readonly { verdict: Verdict }[]): Verdict {
  const verdicts = judgements.map((one) => one.verdict);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length === 0 || verdicts.includes('unknown') ? 'unknown' : 'pass';
}
