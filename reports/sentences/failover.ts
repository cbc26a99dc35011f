import { ipvsSysctl } from '../../harness/measure/ipvs-sysctls.ts';
import type { Judgement, Run, TrialMeasurement } from '../../harness/model.ts';
import { counted, formatNumber } from '../format.ts';
import { listed, provedOf, type Sentence, said, saidRange } from './sentence.ts';

/** The fault that cost clients most, with what it cost, then the others in few words. */
export const failoverSentence: Sentence = (told) => {
  const proved = provedOf(told, 'failover-time')
    .flatMap((one) => (one.measured === null ? [] : [{ ...one, measured: one.measured }]))
    .toSorted((a, b) => b.measured.max - a.measured.max);
  const [worst, ...others] = proved;
  if (worst === undefined) return null;
  const own = told.measurements.filter((one) => one.fault === worst.subject);
  const parts = [timeWords(worst, worst.measured), ...requestWords(own), ...connectionWords(told.run, own)];
  const rest = others.length === 0 ? '' : `; ${otherWords(others)}`;
  return `${parts.join('; ')}${rest}.`;
};

function timeWords({ subject, predicted, bound }: Judgement, { median, min, max }: NonNullable<Judgement['measured']>) {
  const band = predicted === null ? 'no prediction' : `${said(predicted.high)} predicted at worst`;
  if (max === 0) return `Clients noticed nothing of ${subject} (${band})`;
  const error = bound === null ? [] : [`±${median >= 100 && bound >= 5 ? formatNumber(bound / 1000, 2) : said(bound)}`];
  const spread = said(min) === said(max) ? [] : [saidRange(min, max)];
  const brackets = [...error, ...spread].join(', ');
  return `Failover after ${subject} took ${said(median)}${brackets === '' ? '' : ` (${brackets})`}, ${band}`;
}

function requestWords(own: readonly TrialMeasurement[]): string[] {
  const sum = (of: (one: TrialMeasurement) => number) => own.reduce((total, one) => total + of(one), 0);
  const requests = sum((one) => one.requests);
  if (requests === 0) return [];
  const trials = own.length === 1 ? '' : ` in ${own.length} trials`;
  return [
    `${formatNumber(sum((one) => one.impairedRequests))} of ${formatNumber(requests)} requests impaired${trials}`,
  ];
}

/** Without the sync daemon the successor knows none of them, and resets them, unless it takes packets of unknown ones for new. */
function connectionWords(run: Run, own: readonly TrialMeasurement[]): string[] {
  const before = own.reduce((total, one) => total + one.connectionsBefore, 0);
  const lost = own.reduce((total, one) => total + one.connectionsLost, 0);
  if (before === 0) return [];
  if (lost === 0) return [`all ${counted(before, 'connection')} survived`];
  if (lost < before) return [`${formatNumber(before - lost)} of ${counted(before, 'connection')} survived`];
  const expected =
    run.topology.syncDaemon !== true &&
    ipvsSysctl(run, 'sloppy_tcp', 0) === 0 &&
    own.every(({ successor }) => successor !== null);
  return [`no connection survived${expected ? ', as expected without the sync daemon' : ''}`];
}

/** Each with its worst trial. */
function otherWords(others: readonly (Judgement & { measured: NonNullable<Judgement['measured']> })[]): string {
  const most = Math.max(...others.map(({ measured }) => measured.max));
  if (most === 0) return `clients noticed nothing of ${listed(others.map(({ subject }) => subject))}`;
  if (others.length > 3) return `the other ${others.length} faults cost at most ${said(most)}`;
  const each = others.map(({ subject, measured }) =>
    measured.max === 0 ? `after ${subject} nothing was felt` : `after ${subject} at most ${said(measured.max)}`,
  );
  return each.join(', ');
}
