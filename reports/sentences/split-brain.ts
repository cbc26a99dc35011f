import { hull } from '../../harness/stats/hull.ts';
import { listed, provedOf, type Sentence, said, saidRange } from './sentence.ts';

/** Under which faults there were two MASTERs, for how long, and how soon there was one owner again. */
export const splitBrainSentence: Sentence = (told) => {
  const judged = provedOf(told, 'dual-master').flatMap((one) =>
    one.measured === null ? [] : [{ ...one, measured: one.measured }],
  );
  if (judged.length === 0) return null;
  const two = judged.filter(({ measured }) => measured.max > 0);
  const one = judged.filter(({ measured }) => measured.max === 0);
  const span = hull(two.map(({ measured }) => ({ low: measured.min, high: measured.max })));
  const predicted = hull(two.flatMap((judgement) => judgement.predicted ?? []));
  // What failed may never have had one owner again: its time is only how long it was watched.
  const healing = provedOf(told, 'heal-time');
  const unhealed = healing.filter(({ verdict }) => verdict === 'fail').map(({ subject }) => subject);
  const healed = healing.flatMap(({ measured, unit, verdict }) =>
    measured === null || unit !== 'ms' || verdict === 'fail' ? [] : [measured.max],
  );
  const names = (judgements: typeof judged) => listed(judgements.map(({ subject }) => subject));
  const parts = [
    ...(span === null
      ? []
      : [
          `two MASTERs for ${saidRange(span.low, span.high)} under ${names(two)}${predicted === null ? '' : ` (${saidRange(predicted.low, predicted.high)} predicted)`}`,
        ]),
    ...(one.length === 0 ? [] : [`never two MASTERs under ${names(one)}`]),
    ...(healed.length === 0 ? [] : [`one owner of the VIP again at most ${said(Math.max(...healed))} after healing`]),
    ...(unhealed.length === 0 ? [] : [`after healing ${listed(unhealed)} no single owner of the VIP in time`]),
  ].join('; ');
  return `${parts.slice(0, 1).toUpperCase()}${parts.slice(1)}.`;
};
