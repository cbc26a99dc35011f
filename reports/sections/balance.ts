import { verdictOf } from '../../harness/checks/verdict.ts';
import { type Balancing, balancingsOf } from '../../harness/measure/balance.ts';
import { serviceName } from '../../harness/measure/destinations.ts';
import { schedulerName, weightsName } from '../../harness/measure/scheduled.ts';
import type { Judgement, Traffic } from '../../harness/model.ts';
import { jainIndex } from '../../harness/stats/evenness.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatNumber } from '../format.ts';
import { type Html, html, type Part, type Row, type Section, table } from '../html.ts';
import { verdictSigns } from '../verdict-sentence.ts';
import { figure } from './figure.ts';
import { badge } from './verdict.ts';

const trafficWords: Record<Traffic, string> = {
  sequential: 'one connection after the other, each closed before the next',
  concurrent: 'several short connections at a time',
  held: 'connections opened one after the other and all held to the end',
  'slow-server': 'several short connections at a time, while the first real server answers late',
  'keep-alive': 'few connections with many requests on each',
};

/**
 * Every scheduler with every set of weights: what each real server got, beside what it was to get; null for a run without
 * balance trials. `charts` are those of `balanceShareCharts`.
 */
export function balanceSection(
  { recording, judgements }: Pick<Content, 'recording' | 'judgements'>,
  charts: readonly Drawing[],
): Section | null {
  const all = balancingsOf(recording);
  const [first] = all;
  if (first === undefined) return null;
  const { topology } = recording.run;
  const of = (service: Balancing['service']) => weightsName(topology, service);
  const weightings = [...new Set(topology.virtualServices.flatMap((one) => (isIn(all, one) ? of(one) : [])))];
  const schedulers = [
    ...new Set(topology.virtualServices.flatMap((one) => (isIn(all, one) ? schedulerName(one) : []))),
  ];
  const rows = schedulers.map((scheduler): Row => {
    const own = all.filter(({ service }) => schedulerName(service) === scheduler);
    const cells: Part[] = weightings.map((weights) => {
      const here = own.filter(({ service }) => of(service) === weights);
      return here.length === 0 ? absent : html`${here.map((one) => cellOf(one, judgements))}`;
    });
    const note = own.flatMap((one) => trouble(one, judgements)).join(' ');
    return note === '' ? { cells: [scheduler, ...cells] } : { cells: [scheduler, ...cells], note };
  });
  const { traffic, concurrency, requestsPerConnection, slowByMs } = first.trial.balance;
  const [least = 0, ...more] = [...new Set(all.map(({ trial }) => trial.balance.connections))].sort((a, b) => a - b);
  const how = [
    `${counted(least, 'connection')} to each service${more.map((most) => `, ${formatNumber(most)} where chance decides`).join('')}`,
    ...(concurrency > 1 ? [`${concurrency} at a time`] : []),
    ...(requestsPerConnection > 1 ? [`${counted(requestsPerConnection, 'request')} on each`] : []),
    ...(slowByMs === undefined ? [] : [`the late one by ${slowByMs} ms`]),
  ].join(', ');
  return {
    id: 'balance',
    title: 'Balance of the schedulers',
    body: html`<p>Traffic: ${trafficWords[traffic]}; ${how}. A cell tells the percentage of the connections that each real server got,
in their order; what was predicted from the kernel's own list stands below where it is not exactly the same. Wrong:
connections that the scheduler cannot have sent where they went; open: those that went otherwise than they would if
everything had come in the order of its instants, but within what that order leaves open. J is Jain's index of the shares by weight: 1 is as the
weights ask.</p>
${table('Share of the connections by scheduler and weights, percent.', [{ title: 'Scheduler' }, ...weightings.map((title) => ({ title }))], rows)}
${charts.map((chart) => figure(chart, 'Bars: measured. Outlines: predicted.'))}
${findingsTable(judgements)}`,
  };
}

/** What an operator should know of schedulers, each with the numbers of this run. */
function findingsTable(judgements: readonly Judgement[]): Html | null {
  const own = judgements.filter(({ check }) => check === 'balance-findings');
  if (own.length === 0) return null;
  return table(
    'What an operator should know, as this run shows it.',
    [{ title: 'Service' }, { title: 'Seen' }, { title: 'Finding', wide: true }],
    own.map(({ subject, verdict, headline }) => [subject, badge(verdict), headline]),
  );
}

/** The checks whose verdict a cell shows. */
const checksOfCell: readonly string[] = ['balance-sequence', 'balance-share', 'counts-reconcile'];

function judgedOf({ service }: Balancing, judgements: readonly Judgement[]): Judgement[] {
  return judgements.filter(({ check, subject }) => subject === serviceName(service) && checksOfCell.includes(check));
}

function trouble(balancing: Balancing, judgements: readonly Judgement[]): string[] {
  return judgedOf(balancing, judgements)
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ check, subject, headline }) => `${check} of ${subject}: ${headline}`);
}

function cellOf(balancing: Balancing, judgements: readonly Judgement[]): Html {
  const { counts, refused, connections, servers } = balancing;
  const own = judgedOf(balancing, judgements);
  const verdict = own.length === 0 ? null : verdictOf(own);
  const sign =
    verdict === null
      ? null
      : html`<span class="badge ${verdict}" title="${verdict}">${verdictSigns[verdict].slice(0, 1)}</span> `;
  if (connections === 0) return html`<div>${sign}nothing recorded</div>`;
  const whole = (count: number) => formatNumber((count / connections) * 100);
  const shares = counts.map(whole).join(' : ');
  const lost = refused === 0 ? '' : `, ${whole(refused)} refused`;
  const jain = jainIndex(
    counts,
    servers.map(({ weight }) => weight),
  );
  const lines = [
    predictedWords(balancing, whole),
    decisionsWords(balancing),
    jain === null ? '' : `J ${formatNumber(jain, 2)}`,
  ].filter((line) => line !== '');
  return html`<div class="cell">${sign}<strong>${shares}</strong>${lost}<br><small>${lines.join(' · ')}</small></div>`;
}

function decisionsWords({ decisions, connections }: Balancing): string {
  if (decisions === null) return '';
  const { wrong, compared, replayed } = decisions;
  const open = wrong.length > 0 ? 0 : compared - replayed;
  const of = compared === connections ? '' : ` of ${formatNumber(compared)}`;
  return `${formatNumber(wrong.length)}${of} wrong${open === 0 ? '' : `, ${formatNumber(open)} open`}`;
}

/** Nothing where it came exactly as predicted. */
function predictedWords(
  { counts, refused, expected, expectedRefused, chances }: Balancing,
  whole: (count: number) => string,
): string {
  if (chances !== null) return `predicted ${chances.map((share) => formatNumber(share * 100)).join(' : ')}`;
  if (expected === null) return 'nothing predicted';
  if (expectedRefused === refused && counts.every((count, index) => count === expected[index])) return '';
  const lost = expectedRefused === 0 ? '' : `, ${whole(expectedRefused)} refused`;
  return `predicted ${expected.map(whole).join(' : ')}${lost}`;
}

function isIn(all: readonly Balancing[], service: Balancing['service']): boolean {
  return all.some((one) => one.service === service);
}
