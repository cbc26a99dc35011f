import { intervalName, linkWords } from '../../harness/checks/load-words.ts';
import { hasTwoArms } from '../../harness/inside.ts';
import { fullUtilisation } from '../../harness/measure/link-evidence.ts';
import { gainKinds, gainOf } from '../../harness/measure/link-gain.ts';
import { isShaped, kindName, loadKinds } from '../../harness/measure/loads.ts';
import { type ShapedSummary, shapedSummaryOf } from '../../harness/measure/shaped-summary.ts';
import type { Judgement, Run } from '../../harness/model.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, formatNumber } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';
import { estimateCell, rateCell, spreadCell } from './load-cells.ts';
import { verdictCell } from './verdict.ts';

const capacityColumns = [
  { title: 'Load' },
  { title: 'Requests per second predicted', numeric: true },
  { title: 'measured', numeric: true },
  { title: 'Verdict' },
  { title: 'Times NAT predicted', numeric: true },
  { title: 'measured', numeric: true },
  { title: 'Verdict' },
];

const linkColumns = [
  { title: 'Load' },
  { title: 'Link' },
  { title: 'Bytes of a request predicted', numeric: true },
  { title: 'counted', numeric: true },
  { title: 'Link used', numeric: true },
];

/** The paths where links are what is short: the claim on which LVS was founded; null for a run without such loads. */
export function shapedLinksSection(
  { recording, judgements }: Pick<Content, 'recording' | 'judgements'>,
  charts: { gain: Drawing | null; capacity: Drawing | null },
): Section | null {
  const { run } = recording;
  const bits = run.comparison?.linkBitsPerSecond;
  if (!isShaped(run) || bits === undefined) return null;
  const summaries = loadKinds(run).flatMap((kind) => shapedSummaryOf(run, kind) ?? []);
  const arms = hasTwoArms(run.topology) ? 'two arms' : 'one arm';
  const servers = run.topology.realServers.length;
  return {
    id: 'shaped-links',
    title: 'Through limited links',
    body: html`<p>The link of every director and real server is limited to ${formatNumber(bits / 1e6, 2)} Mbit/s in each direction; NAT has ${arms},
${formatNumber(servers)} real servers share the load. The prediction takes the bytes and packets of a request as the client’s link counted them
in the same trial, retransmissions included: through NAT the director carries request and answer, by direct routing the
request alone, through a tunnel the request with 20 more bytes in each packet. The link that is full first sets the rate. So the prediction
uses the bytes that were counted in that trial: what it tells is which of them take which way, not how many a request needs. A trial
in which no link was used for ${formatNumber(fullUtilisation * 100)} % of its rate was limited by something else, and proves nothing of links; where another
link was full than the one predicted, the prediction is wrong.</p>
${charts.gain !== null && figure(charts.gain, `Bars: measured, median over the rounds, with a line: ${intervalNameOf(run)}. Red: predicted. Rounds that are no evidence are left out: the link predicted to be full was not, requests failed or too few were answered, or roles or tables changed.`)}
${charts.capacity !== null && figure(charts.capacity, 'Diamonds: measured, median over the rounds. Red: predicted from the bytes of the same trials.')}
${table(
  `Predicted beside measured: medians over the rounds that are evidence, smallest and largest in brackets; of gains the ${intervalNameOf(run)}.`,
  capacityColumns,
  summaries.map((summary) => capacityRow(run, summary, judgements)),
)}
${table(
  'What crossed each link, for each answered request, as predicted from the client’s link and as counted at that link; and how much of the rate was used. In bold the link that is predicted to be full first. What is received is counted before the limit: where more bytes came than predicted, the rest was dropped there and sent again. Real servers: all of them together, and their mean use.',
  linkColumns,
  summaries.flatMap(linkRows),
)}`,
  };
}

function intervalNameOf(run: Run): string {
  return intervalName(gainKinds(run).flatMap((kind) => gainOf(run, kind)?.measured.samples ?? []));
}

function capacityRow(run: Run, summary: ShapedSummary, judgements: readonly Judgement[]): Part[] {
  const { kind } = summary;
  const gain = kind.path === 'DR' || kind.path === 'TUN' ? gainOf(run, kind) : null;
  return [
    kindName(kind),
    rateCell(summary.predictedPerSecond),
    rateCell(summary.requestsPerSecond),
    verdictCell(judgements, 'forwarding-capacity', kindName(kind)),
    gain === null ? absent : estimateCell(gain.predicted),
    gain === null ? absent : estimateCell(gain.measured),
    verdictCell(judgements, 'link-gain', kindName(kind)),
  ];
}

function linkRows(summary: ShapedSummary): Part[][] {
  return summary.uses.map(({ place, direction, predictedBytes, countedBytes, utilisation }) => {
    const first = summary.bottleneck.some((link) => link.place === place && link.direction === direction);
    const used = `${spreadCell(utilisation, 1, 100)} %`;
    return [
      kindName(summary.kind),
      first ? html`<strong>${linkWords({ place, direction })}</strong>` : linkWords({ place, direction }),
      spreadCell(predictedBytes, 0),
      spreadCell(countedBytes, 0),
      first ? html`<strong>${used}</strong>` : used,
    ];
  });
}
