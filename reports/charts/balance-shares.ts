import type { ChartConfiguration } from 'chart.js';
import type { Balancing } from '../../harness/measure/balance.ts';
import { balancingsOf } from '../../harness/measure/balance.ts';
import { schedulerName, weightsName } from '../../harness/measure/scheduled.ts';
import type { Recording } from '../../harness/model.ts';
import { formatShare } from '../format.ts';
import { palette, realServerColour } from './palette.ts';
import type { Chart } from './render.ts';
import type { Annotation } from './timeline-annotations.ts';

const columnPx = 62;
const marginPx = 110;
const narrowestPx = 1100;

/** A service's shares, percent of all connections, in the order of its real servers. */
interface Column {
  label: string;
  measured: number[];
  predicted: (number | null)[];
  refused: number;
  predictedRefused: number | null;
}

/** One chart for each set of weights: what each real server got under every scheduler, upon what it was predicted to get. */
export function balanceShareCharts(recording: Recording): Chart[] {
  const known = balancingsOf(recording).filter(({ connections }) => connections > 0);
  const { topology } = recording.run;
  const weightings = [...new Set(topology.virtualServices.map((service) => weightsName(topology, service)))];
  return weightings.flatMap((weights): Chart[] => {
    const own = topology.virtualServices.flatMap((service) =>
      known.filter((one) => one.service === service && weightsName(topology, service) === weights),
    );
    const [first] = own;
    if (first === undefined) return [];
    const names = first.servers.map(({ name }) => name);
    const columns = own.map(columnOf);
    return [
      {
        name: `balance-${weights.replaceAll(':', '-')}`,
        alt: altOf(weights, names, columns),
        widthPx: Math.max(narrowestPx, marginPx + columns.length * columnPx),
        heightPx: 340,
        config: () => configOf(weights, names, columns),
      },
    ];
  });
}

function columnOf({ service, counts, refused, expected, expectedRefused, chances, connections }: Balancing): Column {
  const percent = (count: number) => (count / connections) * 100;
  return {
    label: schedulerName(service),
    measured: counts.map(percent),
    predicted: counts.map((_, index) => {
      const chance = chances?.[index];
      if (expected !== null) return percent(expected[index] ?? 0);
      return chance === undefined ? null : chance * 100;
    }),
    refused: percent(refused),
    predictedRefused: expected === null ? null : percent(expectedRefused),
  };
}

/** Part of a column's width that its bars take, as Chart.js has it (`categoryPercentage`). */
const groupPart = 0.8;

function configOf(weights: string, names: string[], columns: Column[]): ChartConfiguration {
  const refusals = columns.some(({ refused, predictedRefused }) => refused > 0 || (predictedRefused ?? 0) > 0);
  const bars = names.length + (refusals ? 1 : 0);
  const config = {
    type: 'bar',
    data: {
      labels: columns.map(({ label }) => label.split(' ')),
      datasets: [
        ...names.map((name, index) => ({
          label: name,
          data: columns.map(({ measured }) => measured[index] ?? 0),
          backgroundColor: realServerColour(index),
          barPercentage: 1,
          categoryPercentage: groupPart,
        })),
        ...(refusals
          ? [
              {
                label: 'refused',
                data: columns.map(({ refused }) => refused),
                backgroundColor: palette.ink,
                barPercentage: 1,
                categoryPercentage: groupPart,
              },
            ]
          : []),
        // For the legend alone, and of another type, so that it takes no bar's place; what is predicted is drawn as boxes.
        {
          type: 'line',
          label: 'predicted',
          data: [],
          backgroundColor: 'transparent',
          borderColor: palette.ink,
          borderWidth: 1.5,
        },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: {
          display: true,
          text: `Share of the connections, weights ${weights}`,
          font: { size: 15, weight: 'bold' },
        },
        legend: { labels: { boxHeight: 8, boxWidth: 16 } },
        annotation: { annotations: outlines(columns, bars) },
      },
      scales: {
        x: { grid: { display: false }, ticks: { autoSkip: false, maxRotation: 0 } },
        y: { min: 0, max: 100, title: { display: true, text: 'share of the connections, %' }, ticks: { stepSize: 25 } },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

/** A prediction is the outline of the bar that it makes. */
function outlines(columns: Column[], bars: number): Record<string, Annotation> {
  return Object.fromEntries(
    columns.flatMap(({ predicted, predictedRefused }, column) =>
      [...predicted, ...(bars > predicted.length ? [predictedRefused] : [])].flatMap(
        (share, index): [string, Annotation][] => {
          if (share === null) return [];
          const left = column - groupPart / 2 + (index * groupPart) / bars;
          return [
            [
              `outline ${column} ${index}`,
              {
                type: 'box',
                drawTime: 'afterDatasetsDraw',
                xMin: left,
                xMax: left + groupPart / bars,
                yMin: 0,
                yMax: share,
                backgroundColor: 'transparent',
                borderColor: palette.ink,
                borderWidth: 1.5,
              },
            ],
          ];
        },
      ),
    ),
  );
}

function altOf(weights: string, names: string[], columns: Column[]): string {
  const each = columns.map(({ label, measured, predicted, refused }) => {
    const shares = measured.map((share, index) => {
      const predictedShare = predicted[index] ?? null;
      const wanted = predictedShare === null ? 'nothing predicted' : `predicted ${formatShare(predictedShare, 100)}`;
      return `${formatShare(share, 100)} (${wanted})`;
    });
    return `${label}: ${shares.join(', ')}${refused > 0 ? `, ${formatShare(refused, 100)} refused` : ''}`;
  });
  return `Share of the connections of ${names.join(', ')} with weights ${weights}. ${each.join('; ')}.`;
}
