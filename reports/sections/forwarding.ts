import { intervalName } from '../../harness/checks/load-words.ts';
import { loadSummaryOf } from '../../harness/measure/load-summary.ts';
import { isShaped, kindName, loadKinds } from '../../harness/measure/loads.ts';
import type { Judgement, Run } from '../../harness/model.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, formatMs, formatNumber } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';
import { estimateCell, rateCell, spreadCell } from './load-cells.ts';
import { verdictCell } from './verdict.ts';

const rateColumns = [
  { title: 'Load' },
  { title: 'Requests per second', numeric: true },
  { title: 'Of the direct path’s', numeric: true },
  { title: 'Verdict' },
  { title: 'Median latency', numeric: true },
  { title: '99th percentile', numeric: true },
  { title: 'Added to the median', numeric: true },
  { title: 'to the 99th', numeric: true },
];

const cpuColumns = [
  { title: 'Load' },
  { title: 'Director’s cgroup', numeric: true },
  { title: 'Engine', numeric: true },
  { title: 'Above the direct path', numeric: true },
];

/** The paths where processors are what is short; null for a run without such loads. */
export function forwardingSection(
  { recording, judgements }: Pick<Content, 'recording' | 'judgements'>,
  charts: { rate: Drawing | null; latency: Drawing | null },
): Section | null {
  const { run } = recording;
  if (run.comparison === undefined || isShaped(run)) return null;
  const { concurrency, durationMs } = run.comparison;
  return {
    id: 'forwarding',
    title: 'Paths compared',
    body: html`<p>The same load through every path in turn, round by round, so that a drift of the machine meets all alike: ${formatNumber(concurrency)}
requests under way at a time, for ${formatMs(durationMs)}. Each path is set against the direct one of the same round; the ratio
is the median over the rounds (${intervalNameOf(run)} in brackets). Client, directors and real
servers share the ${run.engine.cpus === 1 ? 'processor' : `${run.engine.cpus} processors`} of one engine: the ratio tells what a path costs all of
them together, not what a director of its own could carry. In a closed loop on busy processors latency is little else
than the requests under way over the rate. Kept connections are driven by autocannon, fresh ones by the harness itself: paths can
be compared, the two uses of connections less so.</p>
${
  charts.rate !== null &&
  figure(
    charts.rate,
    'Bars: median over the rounds, with a line from the smallest to the largest. Above them: percent of the direct path’s rate in the same round.',
  )
}
${table('Rate and latency: medians over the rounds, smallest and largest in brackets.', rateColumns, rateRows(run, judgements))}
${charts.latency !== null && figure(charts.latency, 'Medians over the rounds.')}
${table(
  'Processor time for each answered request, µs. What a kernel does to packets happens in softirqs and is in no cgroup: the director’s own holds keepalived and little more, and forwarding shows in the engine’s above that of the direct path.',
  cpuColumns,
  cpuRows(run),
)}`,
  };
}

/** What the brackets behind ratios hold; bootstrap over rounds, 10 000 resamples. */
function intervalNameOf(run: Run): string {
  return intervalName(loadKinds(run).flatMap((kind) => loadSummaryOf(run, kind).againstDirect?.interval.samples ?? []));
}

function rateRows(run: Run, judgements: readonly Judgement[]): Part[][] {
  return loadKinds(run).map((kind) => {
    const { requestsPerSecond, p50Ms, p99Ms, againstDirect } = loadSummaryOf(run, kind);
    return [
      kindName(kind),
      rateCell(requestsPerSecond),
      againstDirect === null ? absent : estimateCell(againstDirect.interval),
      verdictCell(judgements, 'forwarding-ratio', kindName(kind)),
      inMs(spreadCell(p50Ms, 1)),
      inMs(spreadCell(p99Ms, 1)),
      inMs(spreadCell(againstDirect?.addedP50Ms ?? null, 1)),
      inMs(spreadCell(againstDirect?.addedP99Ms ?? null, 1)),
    ];
  });
}

function cpuRows(run: Run): Part[][] {
  return loadKinds(run).map((kind) => {
    const { directorCpuMsPerRequest, engineCpuMsPerRequest, againstDirect } = loadSummaryOf(run, kind);
    return [
      kindName(kind),
      spreadCell(directorCpuMsPerRequest, 1, 1000),
      spreadCell(engineCpuMsPerRequest, 0, 1000),
      spreadCell(againstDirect?.addedEngineCpuMsPerRequest ?? null, 0, 1000),
    ];
  });
}

function inMs(cell: string): string {
  return cell === absent ? cell : `${cell} ms`;
}
