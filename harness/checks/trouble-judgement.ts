import type { Judgement } from '../model.ts';

/** The judgement of a whole run on something that was reported while it ran: nothing reported passes, anything makes it unknown. */
export function troubleJudgement(
  check: string,
  troubles: readonly string[],
  words: { calm: string; troubled(first: string): string },
): Judgement {
  const [first] = troubles;
  return {
    check,
    subject: 'run',
    verdict: first === undefined ? 'pass' : 'unknown',
    headline: first === undefined ? words.calm : words.troubled(first),
    unit: '',
    measured: null,
    predicted: null,
    bound: null,
    limit: null,
  };
}
