import type { Verdict } from '../../harness/model.ts';
import { counted, formatNumber } from '../format.ts';
import { provedOf, type Sentence } from './sentence.ts';

/** How much of the direct path's rate each forwarding method carried, over all kinds of load that could be told. */
export const forwardingSentence: Sentence = (told) => {
  const judged = provedOf(told, 'forwarding-ratio').flatMap(({ subject, measured, unit }) =>
    measured === null || unit !== '%' ? [] : [{ subject, share: measured.median }],
  );
  const paths = (told.run.comparison?.paths ?? []).filter((path) => path !== 'direct');
  const words = paths.flatMap((path) => {
    const own = judged.filter(({ subject }) => subject.startsWith(`${path} `)).map(({ share }) => share);
    if (own.length === 0) return [];
    const [low, high] = [formatNumber(Math.min(...own)), formatNumber(Math.max(...own))];
    return [`${path} ${low === high ? low : `${low} to ${high}`} %`];
  });
  if (words.length === 0) return null;
  const all = told.judgements.filter(({ check }) => check === 'forwarding-ratio');
  const of = (verdict: Verdict) => all.filter((one) => one.verdict === verdict).length;
  const rest = [
    ...(of('fail') === 0 ? [] : [`; ${of('fail')} of ${all.length} failed`]),
    ...(of('unknown') === 0 ? [] : [`; ${of('unknown')} of ${all.length} could not be told`]),
  ].join('');
  // A subject is a path with a kind of load: "DR 1 KB kept".
  const kinds = new Set(judged.map(({ subject }) => subject.slice(subject.indexOf(' ') + 1))).size;
  return `Of what the direct path carries: ${words.join(', ')}, over ${counted(kinds, 'kind')} of load${rest}.`;
};
