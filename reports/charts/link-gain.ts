import type { ChartConfiguration } from 'chart.js';
import { intervalName } from '../../harness/checks/load-words.ts';
import { foundingClaim, gainKinds, gainOf } from '../../harness/measure/link-gain.ts';
import { kindName, loadKinds } from '../../harness/measure/loads.ts';
import type { Run } from '../../harness/model.ts';
import type { Estimate } from '../../harness/stats/bootstrap.ts';
import { formatNumber } from '../format.ts';
import {
  columnLabel,
  type LoadColumn,
  loadChartOptions,
  loadColumns,
  pathColours,
  pathsOf,
  predictedLines,
  spreadLines,
} from './load-columns.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

/** A load with its gain over NAT; null: no round is evidence. */
type Bar = LoadColumn & { gain: { measured: Estimate; predicted: Estimate } | null };

/** How many times what NAT carries each method carries through limited links, predicted and measured; null without NAT. */
export function linkGainChart(run: Run): Chart | null {
  const wanted = gainKinds(run);
  const kinds = loadKinds(run).filter((kind) => wanted.some((one) => kindName(one) === kindName(kind)));
  const bars = loadColumns(kinds).map((column) => ({ ...column, gain: gainOf(run, column.kind) }));
  if (bars.every(({ gain }) => gain === null)) return null;
  return { name: 'link-gain', alt: altOf(bars), widthPx: 1100, heightPx: 420, config: () => configOf(bars) };
}

function configOf(bars: Bar[]): ChartConfiguration {
  const known = bars.flatMap(({ x, gain, kind }) => (gain === null ? [] : [{ x, kind, ...gain }]));
  const highest = Math.max(
    foundingClaim.gain,
    ...known.flatMap(({ measured, predicted }) => [measured.high, predicted.value]),
  );
  const config = {
    type: 'bar',
    data: {
      datasets: [
        {
          label: 'predicted from the bytes of the same trials',
          ...predictedLines(
            known.map(({ x, predicted }) => ({ x, y: predicted.value })),
            'bar',
          ),
        },
        {
          type: 'line',
          label: intervalName(known.map(({ measured }) => measured.samples)),
          data: spreadLines(known.map(({ x, measured }) => ({ x, low: measured.low, high: measured.high }))),
          spanGaps: false,
          pointRadius: 0,
          pointStyle: 'line',
          borderWidth: 1.5,
          borderColor: palette.ink,
        },
        ...pathsOf(bars).map((path) => ({
          label: path,
          data: known.filter(({ kind }) => kind.path === path).map(({ x, measured }) => ({ x, y: measured.value })),
          grouped: false,
          pointStyle: 'rect',
          barThickness: Math.min(46, 700 / bars.length),
          backgroundColor: pathColours[path],
        })),
      ],
    },
    options: loadChartOptions(bars, {
      title: 'What limited links carry, as a multiple of what they carry through NAT',
      legend: { usePointStyle: true, boxHeight: 8 },
      annotations: { ...claim(), ...gainLabels(bars) },
      y: {
        min: 0,
        // Room on top for the names of the groups.
        max: highest * 1.22,
        title: { display: true, text: 'times NAT' },
        ticks: { includeBounds: false },
      },
    }),
  };
  return config as unknown as ChartConfiguration;
}

function gainLabels(bars: Bar[]) {
  return Object.fromEntries(
    bars.map(({ x, gain }, index) => [
      `gain ${index}`,
      gain === null
        ? columnLabel(x, 0, 'no evidence')
        : columnLabel(x, Math.max(gain.measured.high, gain.predicted.value), formatNumber(gain.measured.value, 1)),
    ]),
  );
}

function claim() {
  return {
    claim: {
      type: 'line',
      yMin: foundingClaim.gain,
      yMax: foundingClaim.gain,
      borderColor: palette.ink,
      borderWidth: 1,
      borderDash: [5, 4],
      label: {
        display: true,
        content: 'ten times',
        position: 'start',
        backgroundColor: '#ffffff',
        color: palette.ink,
        font: { size: 11 },
      },
    },
  };
}

function altOf(bars: Bar[]): string {
  const each = bars.map(({ kind, gain }) => {
    const name = kindName(kind);
    if (gain === null) return `${name}: no round that is evidence`;
    return `${name}: ${formatNumber(gain.measured.value, 2)}, ${formatNumber(gain.predicted.value, 2)} predicted`;
  });
  return `Requests per second through limited links as a multiple of those through NAT. ${each.join('; ')}.`;
}
