import { counted, formatNumber } from '../format.ts';
import { provedOf, type Sentence } from './sentence.ts';

/** Whether connections went where the algorithms send them, over all schedulers and sets of weights. */
export const balanceSentence: Sentence = (told) => {
  const judged = provedOf(told, 'balance-sequence');
  if (judged.length === 0) return null;
  const held = judged.filter(({ verdict }) => verdict === 'pass').length;
  const services = new Map(
    (told.run.balanceTrials ?? []).map(({ service, balance }) => [service, balance.connections]),
  );
  const connections = [...services.values()].reduce((sum, one) => sum + one, 0);
  const shares = provedOf(told, 'balance-share').flatMap(({ measured, unit }) =>
    measured === null || unit !== '%' ? [] : [measured.max],
  );
  const which = held === judged.length ? `all ${judged.length}` : `${held} of ${judged.length}`;
  const shared = shares.length === 0 ? '' : `; ${shareWords(Math.max(...shares))}`;
  return `Connections went where the algorithm sends them with ${which} combinations of scheduler and weights (${counted(connections, 'connection')} to ${counted(services.size, 'virtual service')})${shared}.`;
};

function shareWords(worst: number): string {
  return worst === 0
    ? 'shares exactly as predicted'
    : `shares at most ${formatNumber(worst, 2)} % from the predicted ones`;
}
