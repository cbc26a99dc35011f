import type { ChartConfiguration } from 'chart.js';
import { hull } from '../../harness/stats/hull.ts';
import { median } from '../../harness/stats/quantiles.ts';
import { bandFill } from '../charts/fault-columns.ts';
import { palette } from '../charts/palette.ts';
import type { Chart } from '../charts/render.ts';
import { axisLimits, axisUnit, finite, medianWords, setColour } from './chart-parts.ts';
import type { ChartedSubject } from './subjects.ts';

const widthPx = 900;
const heightPx = 320;

/** Dashes tell the sets apart without colour. */
const dashes = [[], [6, 4], [2, 3], [10, 3, 2, 3]];

/** The share of samples that are at most as large, of every set: where the curves run beside each other is the shift. */
export function ecdfChart(charted: ChartedSubject, name: string): Chart {
  const each = charted.sides.map(
    ({ label, pooled }) =>
      `${label}: ${pooled.samples.length} samples, ${medianWords(charted.unit, median(pooled.samples))}`,
  );
  return {
    name,
    alt: `${charted.name} of ${charted.subject}, cumulative distributions. ${each.join('; ')}.`,
    widthPx,
    heightPx,
    config: () => configOf(charted),
  };
}

function configOf({ unit, name, subject, sides }: ChartedSubject): ChartConfiguration {
  const predicted = hull(sides.flatMap(({ pooled }) => pooled.predicted ?? []));
  const shown = [
    ...sides.flatMap(({ pooled }) => finite(pooled.samples)),
    ...(predicted === null ? [] : finite([predicted.low, predicted.high])),
  ];
  const axis = axisUnit(unit, shown);
  const config = {
    type: 'scatter',
    data: {
      datasets: sides.map(({ label, pooled }, set) => ({
        label: `${label} (${pooled.samples.length})`,
        data: steps(pooled.samples, axis.divisor),
        showLine: true,
        stepped: 'before',
        pointRadius: 0,
        borderWidth: 2,
        borderDash: dashes[set % dashes.length],
        borderColor: setColour(set),
      })),
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: `${name} of ${subject}`, font: { size: 14, weight: 'bold' } },
        legend: { labels: { usePointStyle: true, pointStyle: 'line' } },
        annotation: {
          annotations:
            predicted === null
              ? {}
              : {
                  predicted: {
                    type: 'box',
                    drawTime: 'beforeDatasetsDraw',
                    xMin: predicted.low / axis.divisor,
                    xMax: predicted.high / axis.divisor,
                    backgroundColor: bandFill,
                    borderColor: palette.blue,
                    borderWidth: predicted.low === predicted.high ? 1.5 : 0,
                    label: {
                      display: true,
                      content: 'predicted',
                      position: { x: 'center', y: 'start' },
                      color: palette.ink,
                      font: { size: 11 },
                    },
                  },
                },
        },
      },
      scales: {
        x: {
          type: 'linear',
          ...axisLimits(shown.map((value) => value / axis.divisor)),
          title: { display: true, text: axis.unit === '' ? name : `${name}, ${axis.unit}` },
          ticks: { includeBounds: false },
        },
        y: { min: 0, max: 100, title: { display: true, text: 'samples at most as large, %' } },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

/** From 0 % up; what is beyond measure keeps the curve below 100 %. */
function steps(samples: readonly number[], divisor: number): { x: number; y: number }[] {
  const sorted = finite(samples).sort((a, b) => a - b);
  const points = sorted.map((value, n) => ({ x: value / divisor, y: ((n + 1) / samples.length) * 100 }));
  const [first] = points;
  return first === undefined ? [] : [{ x: first.x, y: 0 }, ...points];
}
