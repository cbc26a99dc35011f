import type { ChartConfiguration } from 'chart.js';
import { trialNumber } from '../format.ts';
import type { DirectorEvent, Timeline, TimelineScene } from '../timeline-nouns.ts';
import { type Lane, laneScales, rowLane } from './lanes.ts';
import type { Theme } from './theme.ts';
import { timelineAnnotations } from './timeline-annotations.ts';
import { lostOutcomes } from './timeline-requests.ts';
import { timelineSeries } from './timeline-series.ts';

const latencyLanePx = 170;
const shareLanePx = 64;
/** Title, subtitle, legend, time axis. */
const framePx = 180;

/** Height of a timeline with all its lanes, CSS pixels. */
export function timelineHeightPx(timeline: Timeline, scene: TimelineScene): number {
  return framePx + lanesOf(timeline, scene).reduce((sum, lane) => sum + lane.heightPx, 0);
}

/**
 * One trial on one time axis: who held the VIP, who advertised, gratuitous ARPs, what became of every request, who
 * answered, and the weights in the directors' tables. The picture and the chart in a browser are both made of this;
 * `narrow` is for a telephone.
 */
export function timelineConfig(
  timeline: Timeline,
  scene: TimelineScene,
  { subtitle, theme, narrow = false }: { subtitle: string; theme: Theme; narrow?: boolean },
): ChartConfiguration {
  const lanes = lanesOf(timeline, scene);
  const series = timelineSeries(timeline, scene, theme);
  const config = {
    type: 'scatter',
    data: { datasets: series },
    options: {
      animation: false,
      // Numbers on axes look the same wherever the page is read.
      locale: 'en-US',
      color: theme.text,
      layout: { padding: { right: 16, left: 4, bottom: 4 } },
      plugins: {
        title: {
          display: true,
          text: titleOf(timeline, scene),
          color: theme.text,
          font: { size: narrow ? 12 : 15, weight: 'bold' },
          padding: { top: 8, bottom: 2 },
        },
        subtitle: {
          display: true,
          text: narrow ? subtitle.split(', ') : subtitle,
          color: theme.text,
          padding: { bottom: 6 },
        },
        legend: {
          position: 'top',
          labels: {
            usePointStyle: true,
            boxHeight: 8,
            color: theme.text,
            filter: (item: { datasetIndex?: number }) => series[item.datasetIndex ?? 0]?.inLegend === true,
          },
        },
        annotation: { annotations: timelineAnnotations(timeline, scene, lanes, theme) },
      },
      scales: {
        x: {
          type: 'linear',
          min: timeline.fromS,
          max: timeline.toS,
          title: { display: true, text: `seconds since ${timeline.origin}`, color: theme.text },
          grid: { color: theme.grid },
          border: { color: theme.line },
          ticks: { color: theme.text, maxTicksLimit: 21, includeBounds: false },
        },
        ...laneScales(lanes, theme, narrow),
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function titleOf({ trial }: Timeline, { faults }: TimelineScene): string {
  const { fault, level, target } = trial;
  const unit = faults.find(({ name }) => name === fault)?.levelUnit;
  const strike = level === undefined ? fault : `${fault}, ${level} ${unit ?? ''}`.trimEnd();
  return `Trial ${trialNumber(trial)}: ${strike} on ${target}`;
}

function lanesOf(timeline: Timeline, { directors, delayThresholdMs }: TimelineScene): Lane[] {
  const outcomes = lostOutcomes(timeline);
  let [low, high] = [1, delayThresholdMs * 2];
  for (const { kind, latencyMs } of timeline.requests) {
    if (kind === 'lost') continue;
    low = Math.min(low, latencyMs);
    high = Math.max(high, latencyMs);
  }
  const rowsOf = (events: DirectorEvent[]) =>
    events.some((one) => one.director === null) ? [...directors, 'others'] : directors;
  return [
    rowLane('marks', '', ['']),
    rowLane('holder', 'VIP', directors),
    rowLane('adverts', 'adverts', rowsOf(timeline.adverts)),
    rowLane('garps', 'GARPs', rowsOf(timeline.garps)),
    { axis: 'latency', title: 'latency, ms', heightPx: latencyLanePx, values: logarithmic(low, high) },
    rowLane('lost', 'lost', outcomes.length === 0 ? ['none'] : outcomes),
    { axis: 'share', title: 'share, %', heightPx: shareLanePx, values: percent },
    rowLane('weights', 'weight', timeline.weights.rows),
  ];
}

const percent = {
  min: -8,
  max: 108,
  afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
    axis.ticks = [0, 50, 100].map((value) => ({ value }));
  },
};

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

/** What a reader who cannot see it should know. */
export function altOf({ trial, totals, marks }: Timeline): string {
  const when = marks.map((mark) => `${mark.what} at ${mark.atS.toFixed(3)} s`).join(', ');
  return (
    `Timeline of trial ${trialNumber(trial)}, ${trial.fault} on ${trial.target}: ${when}. ` +
    `${totals.ok + totals.late + totals.lost} requests: ` +
    `${totals.ok} answered in time, ${totals.late} late, ${totals.lost} lost.`
  );
}
