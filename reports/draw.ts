import { outageErrors } from '../harness/measure/calibration/outage-errors.ts';
import { failoverPhases } from '../harness/measure/failover-phases.ts';
import type { Judgement, Metric, Recording, TrialMeasurement, Verdict } from '../harness/model.ts';
import type { RunFile } from '../harness/store/run-files.ts';
import { balanceShareCharts } from './charts/balance-shares.ts';
import { disruptionChart } from './charts/disruption.ts';
import { distributionsChart } from './charts/distributions.ts';
import { failoverPhasesChart } from './charts/failover-phases.ts';
import { failoverTimeChart } from './charts/failover-time.ts';
import { forwardingLatencyChart } from './charts/forwarding-latency.ts';
import { forwardingRateChart } from './charts/forwarding-rate.ts';
import { linkCapacityChart } from './charts/link-capacity.ts';
import { linkGainChart } from './charts/link-gain.ts';
import { outageErrorChart } from './charts/outage-error.ts';
import { phaseBars } from './charts/phase-bars.ts';
import { realServerShareChart } from './charts/real-server-share.ts';
import { removalTimeChart } from './charts/removal-time.ts';
import { type Chart, createRenderer, type Drawing, type Renderer } from './charts/render.ts';
import { silenceChart } from './charts/silence.ts';
import { timelineChart } from './charts/timeline.ts';
import type { Content, TrialView } from './content.ts';
import { capsFor, type DrawnTimeline, fitTimelines, timelineBudgetBytes } from './fit-timelines.ts';
import { formatMs, formatRange } from './format.ts';
import { inlineScript } from './inline-script.ts';
import { drawnShare } from './page-room.ts';
import { sharesOf } from './shares.ts';
import { hasTakeovers } from './takeovers.ts';
import { thinned } from './thin-timeline.ts';
import { sceneOf, timelineOf } from './timeline.ts';

/** What is known of a run once it is measured and judged. */
export interface Judged {
  recording: Recording;
  measurements: TrialMeasurement[];
  judgements: Judgement[];
  metrics: Metric[];
  /** In one sentence; null: nothing was proven. */
  found: string | null;
  verdict: Verdict;
  notes: string[];
}

/** Draws all charts of a run; `files` are those that its page links to. */
export async function draw({ recording, measurements, ...judged }: Judged, files: RunFile[] = []): Promise<Content> {
  const { run } = recording;
  const render = createRenderer();
  const trials = await trialViews(recording, measurements, render);
  const shares = sharesOf(recording);
  const drawn = async (chart: Chart | null) => (chart === null ? null : render(chart));
  const takeovers = hasTakeovers(run) && measurements.length > 0;
  const answered = shares[0]?.answers.some((answers) => answers > 0) === true;
  return {
    recording,
    ...judged,
    files,
    trials,
    shares,
    failoverTime: takeovers ? await render(failoverTimeChart(run, measurements)) : null,
    failoverPhases: await drawn(failoverPhasesChart(phaseBars(run, failoverPhases(recording, measurements)))),
    distributions: takeovers ? await drawn(distributionsChart(run, measurements)) : null,
    removalTime: await drawn(removalTimeChart(recording)),
    silence: await drawn(silenceChart(recording)),
    outageError: await drawn(outageErrorChart(outageErrors(recording, measurements), run.probe.intervalMs)),
    loads: {
      rate: await drawn(forwardingRateChart(run)),
      latency: await drawn(forwardingLatencyChart(run)),
      gain: await drawn(linkGainChart(run)),
      capacity: await drawn(linkCapacityChart(run)),
    },
    balance: await drawnInTurn(balanceShareCharts(recording), render),
    disruption: await drawn(disruptionChart(recording)),
    realServerShare: answered ? await render(realServerShareChart(run, shares)) : null,
    script: await inlineScript(trials.some(({ chart }) => chart?.json) ? 'run' : 'page', { minify: true }),
  };
}

/** One after the other: two at a time would draw on one canvas. */
async function drawnInTurn(charts: readonly Chart[], render: Renderer): Promise<Drawing[]> {
  const drawings: Drawing[] = [];
  for (const chart of charts) drawings.push(await render(chart));
  return drawings;
}

/** Every picture of a page, once. */
export function drawingsOf(content: Content): Drawing[] {
  const {
    trials,
    failoverTime,
    failoverPhases: shownPhases,
    distributions,
    removalTime,
    silence,
    outageError,
    loads,
    balance,
    disruption,
    realServerShare,
  } = content;
  return [
    failoverTime,
    shownPhases,
    distributions,
    removalTime,
    silence,
    outageError,
    ...[loads.rate, loads.latency, loads.gain, loads.capacity],
    ...balance,
    disruption,
    realServerShare,
    ...trials.map((one) => one.drawing),
  ].filter((one) => one !== null);
}

async function trialViews(
  recording: Recording,
  measurements: readonly TrialMeasurement[],
  render: Renderer,
): Promise<TrialView[]> {
  const scene = sceneOf(recording.run);
  const budgetBytes = timelineBudgetBytes * drawnShare(measurements.length);
  const caps = capsFor(measurements.length, budgetBytes);
  const views: TrialView[] = [];
  const kept: (DrawnTimeline | null)[] = [];
  for (const measurement of measurements) {
    const timeline = timelineOf(recording, measurement);
    if (timeline === null) {
      views.push({ measurement, timeline, drawing: null, chart: null });
      kept.push(null);
      continue;
    }
    const { trial, origin, marks } = timeline;
    const subtitle = subtitleOf(measurement);
    const drawing = await render(timelineChart(timeline, scene, subtitle));
    views.push({ measurement, timeline: { trial, origin, marks }, drawing, chart: null });
    // The picture is of all its requests; those of all trials together are as large as the recording.
    kept.push({ timeline: thinned(timeline, caps), subtitle });
  }
  const fitted = fitTimelines(kept, budgetBytes);
  return views.map((view, index) => ({ ...view, chart: fitted[index] ?? null }));
}

function subtitleOf({ failoverTimeMs, failoverBoundMs, predictedFailoverMs, confirmed }: TrialMeasurement): string {
  const bound = failoverBoundMs === null ? '' : ` ± ${formatMs(failoverBoundMs)}`;
  const measured =
    failoverTimeMs === null ? 'failover time not measured' : `failover time ${formatMs(failoverTimeMs)}${bound}`;
  const predicted =
    predictedFailoverMs === null ? 'no prediction' : `predicted ${formatRange('ms', predictedFailoverMs)}`;
  return `${measured}, ${predicted}${confirmed ? '' : '; the fault was not confirmed'}`;
}
