import { intervalName } from '../../harness/checks/load-words.ts';
import { verdictOf } from '../../harness/checks/verdict.ts';
import { foundingClaim, gainOf } from '../../harness/measure/link-gain.ts';
import { loadSummaryOf } from '../../harness/measure/load-summary.ts';
import { isShaped, kindName, type LoadKind, loadKinds, sizeWords } from '../../harness/measure/loads.ts';
import type { ForwardingMethod, Judgement, Path, Run, TrialMeasurement } from '../../harness/model.ts';
import { hull } from '../../harness/stats/hull.ts';
import { measured } from '../../harness/stats/quantiles.ts';
import { absent, formatMeasured, formatNumber, formatRange } from '../format.ts';
import { methodOf } from '../forwarding-method.ts';
import { type Part, type Section, table } from '../html.ts';
import { inTrials } from '../trial-words.ts';
import { estimateCell, rateCell } from './load-cells.ts';
import { badge } from './verdict.ts';

/** What the table needs of a scenario. */
export interface MethodPart {
  run: Run;
  measurements: readonly TrialMeasurement[];
}

const columns = [
  { title: 'Path' },
  { title: 'Verdict' },
  { title: 'Requests/s', numeric: true },
  { title: 'Of direct', numeric: true },
  { title: 'Times NAT', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Failover time', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Impaired', numeric: true },
  { title: 'Lost', numeric: true },
];

/** In the order of how much the director has to do. */
const methods: ForwardingMethod[] = ['DR', 'TUN', 'NAT'];

/** The load that stands for a path, where it was run: one that everybody knows. */
const usual: Omit<LoadKind, 'path'> = { responseBytes: 1024, connectionUse: 'kept' };

/**
 * Every forwarding method in one line: what it carries, what it gains, how long its failover takes, and what clients lose.
 * The scenarios are found by what they did, not by their names. Null where no two methods are told of.
 */
export function methodsSection(parts: readonly MethodPart[]): Section | null {
  const comparison = parts.find(({ run }) => (run.loadTrials ?? []).length > 0 && !isShaped(run))?.run ?? null;
  const shaped = parts.find(({ run }) => (run.loadTrials ?? []).length > 0 && isShaped(run))?.run ?? null;
  const failovers = parts.filter(({ run }) => diesIn(run).length > 0 && methodOf(run) !== null);
  const ofMethods = new Set(failovers.map(({ run }) => methodOf(run)));
  if (comparison === null && shaped === null && ofMethods.size < 2) return null;

  const usualLoad = comparison === null ? null : chosen(comparison, usual);
  const claimedLoad = shaped === null ? null : chosen(shaped, foundingClaim);
  const direct: Path[] = comparison === null ? [] : ['direct'];
  const rows = [...direct, ...methods].map((path): Part[] => {
    const own = failovers.filter(({ run }) => methodOf(run) === path);
    const judgements = [
      ...judgementsOn(comparison, usualLoad, path),
      ...judgementsOn(shaped, claimedLoad, path),
      ...own.flatMap(({ run }) => on(run, ['failover-time'], diesIn(run))),
    ];
    return [
      path,
      judgements.length === 0 ? absent : badge(verdictOf(judgements)),
      ...rateCells(comparison, usualLoad, path),
      ...gainCells(shaped, claimedLoad, path),
      ...failoverCells(own),
    ];
  });
  const faults = [...new Set(failovers.flatMap(({ run }) => diesIn(run)))];
  const kindsOf = (load: Omit<LoadKind, 'path'> | null) =>
    load === null ? [] : methods.map((path) => ({ ...load, path }));
  const intervals = {
    ratio: kindsOf(usualLoad).flatMap((kind) =>
      comparison === null ? [] : (loadSummaryOf(comparison, kind).againstDirect?.interval.samples ?? []),
    ),
    gain: kindsOf(claimedLoad).flatMap((kind) =>
      shaped === null || kind.path === 'NAT' ? [] : (gainOf(shaped, kind)?.measured.samples ?? []),
    ),
  };
  return {
    id: 'forwarding-methods',
    title: 'Forwarding methods',
    body: table(captionOf(usualLoad, claimedLoad, faults, intervals), columns, rows),
  };
}

/** What was judged of the numbers of a load. */
function judgementsOn(run: Run | null, load: Omit<LoadKind, 'path'> | null, path: Path): Judgement[] {
  if (run === null || load === null) return [];
  return on(run, ['forwarding-ratio', 'link-gain', 'forwarding-capacity'], [kindName({ ...load, path })]);
}

function on({ judgements }: Run, checks: string[], subjects: string[]): Judgement[] {
  return (judgements ?? []).filter(({ check, subject }) => checks.includes(check) && subjects.includes(subject));
}

function rateCells(run: Run | null, load: Omit<LoadKind, 'path'> | null, path: Path): Part[] {
  if (run === null || load === null) return [absent, absent];
  const { requestsPerSecond, againstDirect } = loadSummaryOf(run, { ...load, path });
  return [rateCell(requestsPerSecond), againstDirect === null ? absent : estimateCell(againstDirect.interval)];
}

function gainCells(run: Run | null, load: Omit<LoadKind, 'path'> | null, path: Path): Part[] {
  if (run === null || load === null || path === 'direct') return [absent, absent];
  if (path === 'NAT') return ['1', '1'];
  const gain = gainOf(run, { ...load, path });
  return gain === null ? ['no evidence', absent] : [estimateCell(gain.measured), estimateCell(gain.predicted)];
}

function failoverCells(parts: readonly MethodPart[]): Part[] {
  const trials = parts.flatMap(({ run, measurements }) =>
    measurements.filter(({ fault, confirmed }) => confirmed && diesIn(run).includes(fault)),
  );
  if (trials.length === 0) return [absent, absent, absent, absent];
  const times = measured(trials.flatMap(({ failoverTimeMs }) => failoverTimeMs ?? []));
  const predicted = hull(trials.flatMap(({ predictedFailoverMs }) => predictedFailoverMs ?? []));
  const sum = (of: (one: TrialMeasurement) => number) => trials.reduce((total, one) => total + of(one), 0);
  const asked = sum((one) => one.requests);
  return [
    times === null ? 'not measured' : `${formatMeasured('ms', times)}${inTrials(times, trials)}`,
    predicted === null ? absent : formatRange('ms', predicted),
    `${formatNumber(sum((one) => one.impairedRequests))} of ${formatNumber(asked)}`,
    formatNumber(sum((one) => one.lostRequests)),
  ];
}

/** Faults of the run after which nothing is forwarded until the backup has taken over: those that failover time is about. */
function diesIn({ faults }: Run): string[] {
  return faults
    .filter(({ dataPath, detection }) => dataPath === 'outage' && detection !== 'none')
    .map(({ name }) => name);
}

/** The wanted load, or the first there is. */
function chosen(run: Run, wanted: Omit<LoadKind, 'path'>): Omit<LoadKind, 'path'> | null {
  const kinds = loadKinds(run);
  const such = kinds.find(
    (kind) => kind.responseBytes === wanted.responseBytes && kind.connectionUse === wanted.connectionUse,
  );
  return such ?? kinds[0] ?? null;
}

function captionOf(
  usualLoad: Omit<LoadKind, 'path'> | null,
  claimedLoad: Omit<LoadKind, 'path'> | null,
  faults: readonly string[],
  intervals: { ratio: number[]; gain: number[] },
): string {
  const words = (load: Omit<LoadKind, 'path'>) => {
    const use = load.connectionUse === 'kept' ? 'on kept connections' : 'with a connection for each request';
    return `${sizeWords(load.responseBytes)} ${use}`;
  };
  return [
    'Each forwarding method in one line, with the worst of what was judged of its numbers.',
    ...(usualLoad === null
      ? []
      : [
          `Requests/s: ${words(usualLoad)}, median [smallest .. largest] of the rounds; their ratio to the direct path’s (${intervalName(intervals.ratio)}).`,
        ]),
    ...(claimedLoad === null
      ? []
      : [`Times NAT: what limited links carry, ${words(claimedLoad)} (${intervalName(intervals.gain)}).`]),
    ...(faults.length === 0
      ? []
      : [
          `Failover after ${faults.join(', ')}: median [smallest .. largest] of the trials; requests that were late or lost in all of them, of those asked under the fault.`,
        ]),
  ].join(' ');
}
