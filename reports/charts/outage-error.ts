import type { ChartConfiguration } from 'chart.js';
import type { OutageError } from '../../harness/measure/calibration/outage-errors.ts';
import { errorLimitMs } from '../../harness/measure/calibration/outage-limits.ts';
import type { CalibratedError } from '../../harness/model.ts';
import { measured } from '../../harness/stats/quantiles.ts';
import { methodWords, signed } from '../calibration-words.ts';
import { formatMs } from '../format.ts';
import { bandFill, groupBands } from './fault-columns.ts';
import { palette, seeThrough } from './palette.ts';
import type { Chart } from './render.ts';
import type { Annotation } from './timeline-annotations.ts';

const widthPx = 1100;
const heightPx = 460;

const methods = ['time-stamp', 'loss'] as const satisfies CalibratedError['method'][];

const looks = {
  'time-stamp': { colour: palette.ink, shape: 'circle', tick: 'by stamps' },
  loss: { colour: palette.vermillion, shape: 'rectRot', tick: 'by loss' },
} as const;

/** One method on one length. */
interface ErrorColumn {
  outageMs: number;
  method: CalibratedError['method'];
  values: number[];
}

/** Every trial's error, by length of the outage and method, upon what is allowed; null where no outage was made. */
export function outageErrorChart(errors: readonly OutageError[], probeIntervalMs: number): Chart | null {
  const lengths = [...new Set(errors.map(({ outageMs }) => outageMs))].sort((a, b) => a - b);
  if (lengths.length === 0) return null;
  const columns = lengths.flatMap((outageMs) =>
    methods.map((method): ErrorColumn => {
      const alike = errors.filter((one) => one.outageMs === outageMs);
      return { outageMs, method, values: alike.map(({ errorMs }) => errorMs[method]) };
    }),
  );
  const limitMs = errorLimitMs({ intervalMs: probeIntervalMs });
  return {
    name: 'outage-error',
    alt: altOf(columns, limitMs),
    widthPx,
    heightPx,
    config: () => configOf(columns, limitMs),
  };
}

function configOf(columns: ErrorColumn[], limitMs: number): ChartConfiguration {
  const reachMs = Math.max(1.3 * limitMs, ...columns.flatMap(({ values }) => values.map((ms) => 1.1 * Math.abs(ms))));
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        ...methods.map((method) => ({
          label: methodWords[method],
          data: columns.flatMap((column, x) =>
            column.method === method
              ? column.values.map((y, index) => ({ x: x + offsetOf(index, column.values.length), y }))
              : [],
          ),
          pointStyle: looks[method].shape,
          pointRadius: 4,
          backgroundColor: seeThrough(looks[method].colour, 0.55),
          borderColor: looks[method].colour,
        })),
        { label: 'allowed', data: [], pointStyle: 'rect', backgroundColor: bandFill, borderColor: palette.blue },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'Error of each trial: measured minus true length', font: titleFont },
        legend: { labels: { usePointStyle: true, boxHeight: 8 } },
        annotation: {
          annotations: {
            ...groupBands(
              columns.map(({ outageMs }) => lengthWords(outageMs)),
              () => palette.grey,
              12,
            ),
            ...allowedBands(columns, limitMs),
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: -0.5,
          max: columns.length - 0.5,
          grid: { display: false },
          ticks: { autoSkip: false, callback: (value: number) => tickOf(columns[value]) },
          afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
            axis.ticks = columns.map((_, value) => ({ value }));
          },
        },
        y: {
          type: 'linear',
          min: -reachMs,
          // Room for the names of the lengths.
          max: 1.25 * reachMs,
          title: { display: true, text: 'error, ms' },
          ticks: { includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

const titleFont = { size: 15, weight: 'bold' };

function tickOf(column: ErrorColumn | undefined): string {
  return column === undefined ? '' : looks[column.method].tick;
}

function lengthWords(outageMs: number): string {
  return outageMs === 0 ? 'no outage' : formatMs(outageMs);
}

/** Where nothing was done, nothing may be seen: there the band is a line. */
function allowedBands(columns: readonly ErrorColumn[], limitMs: number): Record<string, Annotation> {
  return Object.fromEntries(
    columns.map(({ outageMs }, x): [string, Annotation] => {
      const allowedMs = outageMs === 0 ? 0 : limitMs;
      return [
        `allowed ${x}`,
        {
          type: 'box',
          drawTime: 'beforeDatasetsDraw',
          xMin: x - 0.4,
          xMax: x + 0.4,
          yMin: -allowedMs,
          yMax: allowedMs,
          backgroundColor: bandFill,
          borderColor: palette.blue,
          borderWidth: 1,
        },
      ];
    }),
  );
}

/** Trials stand beside each other in their order, so that equal ones do not hide each other. */
function offsetOf(index: number, count: number): number {
  return count < 2 ? 0 : (index / (count - 1) - 0.5) * 0.6;
}

function altOf(columns: readonly ErrorColumn[], limitMs: number): string {
  const each = columns.map(({ outageMs, method, values }) => {
    const found = measured(values);
    const numbers =
      found === null
        ? 'not measured'
        : `${signed(found.median)} at the median, ${signed(found.min)} to ${signed(found.max)} in ${found.trials}`;
    return `${lengthWords(outageMs)}, ${methodWords[method]}: ${numbers}`;
  });
  return `Errors of all trials by length of the outage and method; up to ${formatMs(limitMs)} either way is allowed. ${each.join('; ')}.`;
}
