import { ipvsSysctl } from '../../harness/measure/ipvs-sysctls.ts';
import type { Judgement, Run, TrialMeasurement } from '../../harness/model.ts';
import { counted, formatNumber } from '../format.ts';
import { listed, provedOf, type Sentence, said, saidRange, type Told } from './sentence.ts';

/** A fault with what was judged of it; in `open` trials clients were impaired to the end, so that `measured` is not all. */
type Proved = Judgement & { open: number };
type Timed = Proved & { measured: NonNullable<Judgement['measured']> };

/** The fault that cost clients most, with what it cost, then the others in few words. */
export const failoverSentence: Sentence = (told) => {
  const proved = provedOf(told, 'failover-time')
    .map((one): Proved => ({ ...one, open: openTrials(told, one) }))
    .filter((one) => one.measured !== null || one.open > 0)
    .toSorted((a, b) => worstOf(b) - worstOf(a));
  const [worst, ...others] = proved;
  if (worst === undefined) return null;
  const own = told.measurements.filter((one) => one.fault === worst.subject);
  const parts = [
    ...(isTimed(worst) ? [timeWords(worst)] : []),
    ...(worst.open > 0 ? [openWords(worst, own.length)] : []),
    ...requestWords(own),
    ...connectionWords(told.run, own),
  ];
  return `${[...parts, ...otherWords(others)].join('; ')}.`;
};

/** A service that did not come back has no failover time, and is worse than any. */
function openTrials({ measurements }: Told, { subject, verdict }: Judgement): number {
  if (verdict !== 'fail') return 0;
  return measurements.filter(
    ({ fault, impairedRequests, firstGoodMs }) => fault === subject && impairedRequests > 0 && firstGoodMs === null,
  ).length;
}

function worstOf({ open, measured }: Proved): number {
  return open > 0 ? Number.MAX_VALUE : (measured?.max ?? 0);
}

function isTimed(one: Proved): one is Timed {
  return one.measured !== null;
}

function openWords({ subject, open, measured }: Proved, trials: number): string {
  const where = trials === 1 ? '' : `in ${open} of ${trials} trials `;
  return `${measured === null ? `After ${subject} ` : ''}${where}clients were still impaired when healing began`;
}

function timeWords({ subject, predicted, bound, measured: { median, min, max } }: Timed): string {
  const band = predicted === null ? 'no prediction' : `${said(predicted.high)} predicted at worst`;
  // Connections may be lost all the same.
  if (max === 0) return `No outage after ${subject} (${band})`;
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
function otherWords(others: readonly Proved[]): string[] {
  const open = others.filter((one) => one.open > 0).map(({ subject }) => subject);
  const ended = others.filter((one) => one.open === 0).filter(isTimed);
  return [
    ...(open.length === 0 ? [] : [`clients were still impaired when healing began after ${listed(open)} too`]),
    ...(ended.length === 0 ? [] : [endedWords(ended)]),
  ];
}

function endedWords(ended: readonly Timed[]): string {
  const most = Math.max(...ended.map(({ measured }) => measured.max));
  if (most === 0) return `no outage after ${listed(ended.map(({ subject }) => subject))}`;
  if (ended.length > 3) return `the other ${ended.length} faults cost at most ${said(most)}`;
  const each = ended.map(({ subject, measured }) =>
    measured.max === 0 ? `no outage after ${subject}` : `after ${subject} at most ${said(measured.max)}`,
  );
  return each.join(', ');
}
