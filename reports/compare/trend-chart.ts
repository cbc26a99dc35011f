import type { ChartConfiguration } from 'chart.js';
import { valuesOf } from '../../harness/measure/metrics/sample.ts';
import type { Range } from '../../harness/model.ts';
import { medianInterval } from '../../harness/stats/median-interval.ts';
import { measured, median } from '../../harness/stats/quantiles.ts';
import { bandFill } from '../charts/fault-columns.ts';
import { palette } from '../charts/palette.ts';
import type { Chart } from '../charts/render.ts';
import { inUtc } from '../document.ts';
import { formatIn } from '../format.ts';
import { axisLimits, axisUnit, finite, setColour, setShape } from './chart-parts.ts';
import type { ChartedSubject } from './subjects.ts';

const widthPx = 900;
const heightPx = 300;

/** What one run shows of a metric. */
interface TrendPoint {
  set: number;
  startedAt: string;
  /** Infinite: beyond measure, which has a place on the axis of time and no point. */
  median: number;
  /** Null: nothing of it can be drawn. */
  spread: Range | null;
}

/**
 * The median of every run of every set by time, with its 95 % interval (from the smallest to the largest sample below six);
 * null where fewer than three runs show it, which makes no trend.
 */
export function trendChart(charted: ChartedSubject, name: string): Chart | null {
  const points = pointsOf(charted);
  if (points.length < 3) return null;
  const each = points.map(
    ({ set, startedAt, median }) =>
      `${inUtc(startedAt)}, ${charted.sides[set]?.label}: ${Number.isFinite(median) ? formatIn(charted.unit, median) : 'beyond measure'}`,
  );
  return {
    name,
    alt: `${charted.name} of ${charted.subject}, median of each run by time. ${each.join('; ')}.`,
    widthPx,
    heightPx,
    config: () => configOf(charted, points),
  };
}

function pointsOf({ sides }: ChartedSubject): TrendPoint[] {
  return sides
    .flatMap(({ pooled }, set) =>
      pooled.byRun.flatMap(({ one, metric }): TrendPoint[] => {
        const values = valuesOf(metric);
        const middle = median(values);
        if (middle === null) return [];
        const known = measured(finite(values));
        const extremes = known === null ? null : { low: known.min, high: known.max };
        const interval = medianInterval(values);
        const isDrawable = interval !== null && finite([interval.low, interval.high]).length === 2;
        return [{ set, startedAt: one.run.startedAt, median: middle, spread: isDrawable ? interval : extremes }];
      }),
    )
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.set - b.set));
}

function configOf(
  { unit, name, subject, sides, comparisons }: ChartedSubject,
  points: TrendPoint[],
): ChartConfiguration {
  const values = points.flatMap(({ spread }) => (spread === null ? [] : [spread.low, spread.high]));
  const axis = axisUnit(unit, values);
  const scaled = (value: number) => value / axis.divisor;
  const known = comparisons[0];
  const middle = known?.baselineMeasured?.median ?? null;
  const matters = known?.evidence?.smallest.value ?? 0;
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        ...sides.map(({ label }, set) => ({
          label,
          data: points.flatMap((point, x) =>
            point.set === set && Number.isFinite(point.median) ? [{ x, y: scaled(point.median) }] : [],
          ),
          pointRadius: 5.5,
          pointStyle: setShape(set),
          backgroundColor: setColour(set),
          borderColor: setColour(set),
        })),
        {
          label: spreads,
          showLine: true,
          spanGaps: false,
          pointRadius: 0,
          borderWidth: 1.5,
          borderColor: palette.grey,
          data: points.flatMap(({ spread }, x) =>
            spread === null
              ? []
              : [
                  { x, y: scaled(spread.low) },
                  { x, y: scaled(spread.high) },
                  { x, y: Number.NaN },
                ],
          ),
        },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: `${name} of ${subject}, run by run`, font: { size: 14, weight: 'bold' } },
        legend: {
          labels: { usePointStyle: true, boxHeight: 8, filter: ({ text }: { text: string }) => text !== spreads },
        },
        annotation: {
          annotations:
            middle === null || !Number.isFinite(middle)
              ? {}
              : {
                  matters: {
                    type: 'box',
                    drawTime: 'beforeDatasetsDraw',
                    yMin: scaled(middle - matters),
                    yMax: scaled(middle + matters),
                    backgroundColor: bandFill,
                    borderWidth: 0,
                  },
                },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: -0.5,
          max: points.length - 0.5,
          title: { display: true, text: 'runs in the order of their time, UTC' },
          grid: { display: false },
          ticks: { autoSkip: true, callback: (value: number) => shortTime(points[value]?.startedAt) },
          afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
            scale.ticks = points.map((_, value) => ({ value }));
          },
        },
        y: {
          ...axisLimits(
            [
              ...values,
              ...(middle === null || !Number.isFinite(middle) ? [] : [middle - matters, middle + matters]),
            ].map(scaled),
          ),
          title: { display: true, text: axis.unit === '' ? name : `${name}, ${axis.unit}` },
          ticks: { includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

const spreads = 'spreads';

/** `11-20 12:47` */
function shortTime(iso = ''): string {
  return iso.slice(5, 16).replace('T', ' ');
}
