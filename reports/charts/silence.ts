import type { ChartConfiguration } from 'chart.js';
import { type FalseFailover, falseFailoverIn } from '../../harness/measure/false-failover.ts';
import { inLevelUnit } from '../../harness/measure/level-words.ts';
import { faultWindow } from '../../harness/measure/trial.ts';
import type { Recording } from '../../harness/model.ts';
import { largest, smallest } from '../../harness/stats/extremes.ts';
import { formatMs } from '../format.ts';
import { palette, seeThrough } from './palette.ts';
import type { Chart } from './render.ts';

const widthPx = 1100;
/** Room for the title, the legend and the axis, and for each fault. */
const marginPx = 200;
const rowPx = 70;

/** A trial in which the master's adverts came late. */
interface Point {
  fault: string;
  index: number;
  /** The silence that the fault made, or that was seen, ms. */
  silenceMs: number;
  level: string;
  seen: FalseFailover;
}

/** Silence of a living master against what became of it, with the threshold that is predicted; null without such faults. */
export function silenceChart(recording: Recording): Chart | null {
  const points = pointsOf(recording);
  if (points.length === 0) return null;
  const rows = [...new Set(points.map(({ fault }) => fault))];
  return {
    name: 'silence',
    alt: altOf(points),
    widthPx,
    heightPx: marginPx + rows.length * rowPx,
    config: () => configOf(points, rows),
  };
}

function pointsOf(recording: Recording): Point[] {
  return recording.run.trials.flatMap((trial) => {
    const window = trial.confirmation?.confirmed === true ? faultWindow(trial) : null;
    const seen = window === null ? null : falseFailoverIn(recording, trial, window);
    if (seen === null) return [];
    const unit = recording.run.faults.find(({ name }) => name === trial.fault)?.level?.unit ?? '';
    const silenceMs = seen.downMs + seen.marginMs;
    return [{ fault: trial.fault, index: trial.index, silenceMs, level: inLevelUnit(seen.level, unit), seen }];
  });
}

function configOf(points: Point[], rows: string[]): ChartConfiguration {
  const downS = largest(points.map(({ seen }) => seen.downMs)) / 1000;
  const highestS = Math.max(downS * 1.2, largest(points.map(({ silenceMs }) => (silenceMs / 1000) * 1.05)));
  const lowestS = Math.max(0, Math.min(downS, smallest(points.map(({ silenceMs }) => silenceMs / 1000))) - 0.3);
  const placed = (taken: boolean) =>
    points
      .filter(({ seen }) => (seen.takeoverMs !== null) === taken)
      .map(({ fault, silenceMs }) => ({ x: silenceMs / 1000, y: rows.indexOf(fault) }));
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        {
          label: 'the backup took over',
          data: placed(true),
          pointStyle: 'rectRot',
          pointRadius: 7,
          backgroundColor: palette.vermillion,
          borderColor: palette.vermillion,
        },
        {
          label: 'no takeover',
          data: placed(false),
          pointStyle: 'circle',
          pointRadius: 6,
          pointBorderWidth: 2,
          backgroundColor: '#ffffff',
          borderColor: palette.blue,
        },
        {
          label: 'takeover predicted',
          data: [],
          pointStyle: 'rect',
          backgroundColor: predictedFill,
          borderColor: palette.vermillion,
        },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'How long a living master may be silent', font: { size: 15, weight: 'bold' } },
        legend: { labels: { usePointStyle: true, boxHeight: 8 } },
        annotation: {
          annotations: {
            predicted: {
              type: 'box',
              drawTime: 'beforeDatasetsDraw',
              xMin: downS,
              xMax: highestS,
              backgroundColor: predictedFill,
              borderWidth: 0,
            },
            threshold: {
              type: 'line',
              drawTime: 'beforeDatasetsDraw',
              xMin: downS,
              xMax: downS,
              borderColor: palette.vermillion,
              borderWidth: 2,
              label: {
                display: true,
                content: `master-down interval ${downS.toFixed(3)} s`,
                position: 'end',
                backgroundColor: '#ffffff',
                color: palette.ink,
                font: { size: 11 },
              },
            },
            ...levelLabels(points, rows),
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: lowestS,
          max: highestS,
          title: { display: true, text: 'silence between two adverts of the master, s' },
          ticks: { includeBounds: false },
        },
        y: {
          type: 'linear',
          min: -0.7,
          max: rows.length - 0.1,
          ticks: { autoSkip: false, callback: (value: number) => rows[value] ?? '' },
          afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
            axis.ticks = rows.map((_, value) => ({ value }));
          },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

const predictedFill = seeThrough(palette.vermillion, 0.12);

/** The strength of the fault at its points, above and below in turn, and once where several stand at the same place. */
function levelLabels(points: Point[], rows: string[]): Record<string, object> {
  const placed = rows.flatMap((row, y) => {
    const own = points.filter(({ fault }) => fault === row).toSorted((a, b) => a.silenceMs - b.silenceMs);
    const texts = new Map(
      own.map(({ silenceMs, level }) => [`${Math.round(silenceMs / 10)} ${level}`, { silenceMs, level }]),
    );
    return [...texts.values()].map(({ silenceMs, level }, index) => ({
      x: silenceMs / 1000,
      y,
      level,
      below: index % 2 === 1,
    }));
  });
  return Object.fromEntries(
    placed.map(({ x, y, level, below }, index) => [
      `level ${index}`,
      {
        type: 'label',
        xValue: x,
        yValue: y,
        yAdjust: below ? 18 : -18,
        content: level,
        color: palette.ink,
        font: { size: 10 },
      },
    ]),
  );
}

function altOf(points: Point[]): string {
  const each = points.map(({ index, fault, level, silenceMs, seen }) => {
    const became = seen.successor === null ? 'no takeover' : `${seen.successor} took over`;
    return `${index} ${fault} ${level}: ${formatMs(silenceMs)} of silence, ${became}`;
  });
  const downMs = largest(points.map(({ seen }) => seen.downMs));
  return `Silence of the living master in every trial, and whether the backup took over; predicted from ${formatMs(downMs)} on. ${each.join('; ')}.`;
}
