import type { ChartConfiguration } from 'chart.js';
import { strataOf } from '../../harness/compare/pooled-metrics.ts';
import type { Range } from '../../harness/model.ts';
import { medianInterval } from '../../harness/stats/median-interval.ts';
import { median } from '../../harness/stats/quantiles.ts';
import { bandFill } from '../charts/fault-columns.ts';
import { palette, seeThrough } from '../charts/palette.ts';
import type { Chart } from '../charts/render.ts';
import type { Annotation } from '../charts/timeline-annotations.ts';
import { axisLimits, axisUnit, finite, medianWords, setColour, setShape } from './chart-parts.ts';
import type { ChartedSubject } from './subjects.ts';

const widthPx = 900;
const marginPx = 130;
const rowPx = 34;

/** The samples of one set in one stratum. */
interface StripRow {
  label: string;
  set: number;
  samples: number[];
  predicted: Range | null;
}

/** Every sample of every set, one row for each set and stratum, upon the band in which they are predicted to lie. */
export function stripChart(charted: ChartedSubject, name: string): Chart {
  const rows = rowsOf(charted);
  const each = rows.map(
    ({ label, samples }) => `${label}: ${samples.length} samples, ${medianWords(charted.unit, median(samples))}`,
  );
  return {
    name,
    alt: `${charted.name} of ${charted.subject}, every sample. ${each.join('; ')}.`,
    widthPx,
    heightPx: marginPx + rows.length * rowPx,
    config: () => configOf(charted, rows),
  };
}

function rowsOf({ sides }: ChartedSubject): StripRow[] {
  const strata = strataOf(
    sides.flatMap(({ pooled }) => pooled.byRun.map(({ metric }) => metric)),
    [],
  ).map(({ name }) => name);
  return strata.flatMap((stratum) =>
    sides.flatMap(({ label, pooled }, set) => {
      const own = strataOf(
        pooled.byRun.map(({ metric }) => metric),
        [],
      ).find(({ name }) => name === stratum);
      if (own === undefined) return [];
      const row = stratum === '' ? label : `${stratum}, ${label}`;
      return [{ label: row, set, samples: [...own.baseline], predicted: pooled.predicted }];
    }),
  );
}

function configOf({ unit, name, subject }: ChartedSubject, rows: StripRow[]): ChartConfiguration {
  const shown = rows.flatMap(({ samples, predicted }) => [
    ...finite(samples),
    ...(predicted ? finite([predicted.low, predicted.high]) : []),
  ]);
  const axis = axisUnit(unit, shown);
  const scaled = (value: number) => value / axis.divisor;
  const config = {
    type: 'scatter',
    data: {
      datasets: rows.map(({ samples, set }, y) => ({
        data: finite(samples).map((value, n) => ({ x: scaled(value), y: y + ((n % 5) - 2) * 0.07 })),
        pointRadius: 4.5,
        pointStyle: setShape(set),
        backgroundColor: seeThrough(setColour(set), 0.65),
        borderColor: setColour(set),
      })),
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: `${name} of ${subject}`, font: { size: 14, weight: 'bold' } },
        subtitle: {
          display: true,
          text: 'each sample; the bar is the median, its box the 95 % interval; shaded: predicted',
        },
        legend: { display: false },
        annotation: { annotations: marks(rows, scaled) },
      },
      scales: {
        x: {
          type: 'linear',
          ...axisLimits(shown.map(scaled)),
          title: { display: true, text: axis.unit === '' ? name : `${name}, ${axis.unit}` },
          ticks: { includeBounds: false },
        },
        y: {
          type: 'linear',
          min: -0.6,
          max: rows.length - 0.4,
          reverse: true,
          grid: { display: false },
          ticks: { autoSkip: false, callback: (value: number) => rows[value]?.label ?? '' },
          afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
            scale.ticks = rows.map((_, value) => ({ value }));
          },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function marks(rows: StripRow[], scaled: (value: number) => number): Record<string, Annotation> {
  return Object.fromEntries(
    rows.flatMap(({ samples, predicted, set }, y): [string, Annotation][] => {
      const middle = median(samples);
      const interval = medianInterval(samples);
      return [
        ...(predicted === null
          ? []
          : ([[`band ${y}`, box(predicted, y, 0.5, scaled, { backgroundColor: bandFill, borderWidth: 0 })]] as [
              string,
              Annotation,
            ][])),
        ...(interval === null || ![interval.low, interval.high].every(Number.isFinite)
          ? []
          : ([
              [
                `interval ${y}`,
                box(interval, y, 0.3, scaled, {
                  backgroundColor: seeThrough(setColour(set), 0.14),
                  borderColor: setColour(set),
                  borderWidth: 1,
                }),
              ],
            ] as [string, Annotation][])),
        ...(middle === null || !Number.isFinite(middle)
          ? []
          : ([
              [
                `median ${y}`,
                box({ low: middle, high: middle }, y, 0.36, scaled, { borderColor: palette.ink, borderWidth: 2.5 }),
              ],
            ] as [string, Annotation][])),
      ];
    }),
  );
}

function box(
  { low, high }: Range,
  y: number,
  half: number,
  scaled: (value: number) => number,
  look: object,
): Annotation {
  return {
    type: 'box',
    drawTime: 'beforeDatasetsDraw',
    xMin: scaled(low),
    xMax: scaled(high),
    yMin: y - half,
    yMax: y + half,
    ...look,
  } as Annotation;
}
