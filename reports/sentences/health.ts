import type { Judgement } from '../../harness/model.ts';
import { hull } from '../../harness/stats/hull.ts';
import { counted, formatNumber } from '../format.ts';
import { provedOf, type Sentence, saidRange } from './sentence.ts';

/** How soon failed real servers left the table and came back, over all faults and services, and what clients felt. */
export const healthSentence: Sentence = (told) => {
  const removal = provedOf(told, 'removal-time');
  const seen = rangeOf(removal);
  if (removal.length === 0) return null;
  const predicted = hull(removal.filter((one) => one.measured !== null).flatMap((one) => one.predicted ?? []));
  const unseen = removal.filter((one) => one.measured === null && one.verdict === 'pass').length;
  const returns = provedOf(told, 'return-time');
  const back = rangeOf(returns);
  const felt = provedOf(told, 'failure-impact').flatMap((one) => (one.unit === '%' ? (one.measured?.max ?? []) : []));
  const parts = [
    ...(seen === null
      ? []
      : [
          `failed real servers were out of the table after ${saidRange(seen.low, seen.high)}${predicted === null ? '' : ` (${saidRange(predicted.low, predicted.high)} predicted)`}`,
        ]),
    ...(unseen === 0 ? [] : [`${unseen} of ${counted(removal.length, 'failure')} no health check saw, as predicted`]),
    ...otherwise(removal, 'failure'),
    ...(back === null ? [] : [`they were back ${saidRange(back.low, back.high)} after healing`]),
    ...otherwise(returns, 'return'),
    ...(felt.length === 0
      ? []
      : [`at worst ${formatNumber(Math.max(...felt))} % of a service’s requests suffered meanwhile`]),
  ].join('; ');
  return `${parts.slice(0, 1).toUpperCase()}${parts.slice(1)}.`;
};

/** One that never left the table, or never came back, has no time that could be told. */
function otherwise(judgements: readonly Judgement[], noun: string): string[] {
  const failed = judgements.filter(({ verdict }) => verdict === 'fail').length;
  return failed === 0 ? [] : [`${failed} of ${counted(judgements.length, noun)} went otherwise than predicted`];
}

function rangeOf(judgements: readonly Judgement[]) {
  return hull(
    judgements.flatMap(({ measured, unit }) =>
      measured === null || unit !== 'ms' ? [] : [{ low: measured.min, high: measured.max }],
    ),
  );
}
