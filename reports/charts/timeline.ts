import type { ChartConfiguration } from 'chart.js';
import type { Run } from '../../harness/model.ts';
import { trialNumber } from '../format.ts';
import type { DirectorEvent, RequestPoint, Timeline } from '../timeline.ts';
import { type Lane, laneScales, rowLane } from './lanes.ts';
import type { Chart } from './render.ts';
import { timelineAnnotations, timelineWidthPx } from './timeline-annotations.ts';
import { lostOutcomes, timelineSeries } from './timeline-series.ts';

const latencyLanePx = 170;
/** Title, subtitle, legend, time axis. */
const framePx = 170;

/** One trial on one time axis: who held the VIP, who advertised, gratuitous ARPs, and what became of every request. */
export function timelineChart(timeline: Timeline, run: Run, subtitle: string): Chart {
  const { trial } = timeline;
  const lanes = lanesOf(timeline, run);
  const heightPx = framePx + lanes.reduce((sum, lane) => sum + lane.heightPx, 0);
  return {
    name: `timeline-${trialNumber(trial).padStart(2, '0')}-${trial.fault}`,
    alt: altOf(timeline),
    widthPx: timelineWidthPx,
    heightPx,
    config: () => configOf(timeline, run, lanes, subtitle),
  };
}

function lanesOf(timeline: Timeline, run: Run): Lane[] {
  const directors = run.topology.directors.map((director) => director.name);
  const outcomes = lostOutcomes(timeline);
  const answered = timeline.requests.filter((one) => one.kind !== 'lost').map((one) => one.latencyMs);
  const low = Math.min(1, ...answered);
  const high = Math.max(run.probe.delayThresholdMs * 2, ...answered);
  const rowsOf = (events: DirectorEvent[]) =>
    events.some((one) => one.director === null) ? [...directors, 'others'] : directors;
  return [
    rowLane('marks', '', ['']),
    rowLane('holder', 'VIP', directors),
    rowLane('adverts', 'adverts', rowsOf(timeline.adverts)),
    rowLane('garps', 'GARPs', rowsOf(timeline.garps)),
    { axis: 'latency', title: 'latency, ms', heightPx: latencyLanePx, values: logarithmic(low, high) },
    rowLane('lost', 'lost', outcomes.length === 0 ? ['none'] : outcomes),
  ];
}

/** A logarithmic axis that shows powers of ten only: more would overlap. */
function logarithmic(low: number, high: number): Record<string, unknown> {
  const decades = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  const from = Math.floor(Math.log10(Math.max(low, 0.01)));
  const to = Math.ceil(Math.log10(high));
  return {
    type: 'logarithmic',
    // A little room, so that neither a label nor a dot touches the next lane.
    min: 10 ** from * 0.75,
    max: 10 ** to * 1.6,
    ticks: { callback: (value: number) => String(value) },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = decades(from, to).map((value) => ({ value }));
    },
  };
}

function configOf(timeline: Timeline, run: Run, lanes: Lane[], subtitle: string): ChartConfiguration {
  const { fault, level } = timeline.trial;
  const unit = run.faults.find(({ name }) => name === fault)?.level?.unit;
  const strike = level === undefined ? fault : `${fault}, ${level} ${unit ?? ''}`.trimEnd();
  const series = timelineSeries(timeline, run);
  const config = {
    type: 'scatter',
    data: { datasets: series },
    options: {
      layout: { padding: { right: 16, left: 4, bottom: 4 } },
      plugins: {
        title: {
          display: true,
          text: `Trial ${trialNumber(timeline.trial)}: ${strike} on ${timeline.trial.target}`,
          font: { size: 15, weight: 'bold' },
          padding: { top: 8, bottom: 2 },
        },
        subtitle: { display: true, text: subtitle, padding: { bottom: 6 } },
        legend: {
          position: 'top',
          labels: {
            usePointStyle: true,
            boxHeight: 8,
            filter: (item: { datasetIndex?: number }) => series[item.datasetIndex ?? 0]?.inLegend === true,
          },
        },
        annotation: { annotations: timelineAnnotations(timeline, run, lanes) },
      },
      scales: {
        x: {
          type: 'linear',
          min: timeline.fromS,
          max: timeline.toS,
          title: { display: true, text: `seconds since ${timeline.origin}` },
          grid: { color: '#eeeeee' },
          ticks: { stepSize: stepOf(timeline.toS - timeline.fromS), includeBounds: false },
        },
        ...laneScales(lanes),
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function stepOf(spanS: number): number {
  return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((step) => spanS / step <= 20) ?? 500;
}

function altOf(timeline: Timeline): string {
  const { trial, requests, marks } = timeline;
  const count = (kind: RequestPoint['kind']) => requests.filter((one) => one.kind === kind).length;
  const when = marks.map((mark) => `${mark.what} at ${mark.atS.toFixed(3)} s`).join(', ');
  return (
    `Timeline of trial ${trialNumber(trial)}, ${trial.fault} on ${trial.target}: ${when}. ` +
    `${requests.length} requests: ${count('ok')} answered in time, ${count('late')} late, ${count('lost')} lost.`
  );
}
