import type { ChartConfiguration } from 'chart.js';
import { type LoadSummary, loadSummaryOf } from '../../harness/measure/load-summary.ts';
import { isShaped, kindName, loadKinds } from '../../harness/measure/loads.ts';
import type { Run } from '../../harness/model.ts';
import { formatNumber, formatShare } from '../format.ts';
import {
  columnLabel,
  type LoadColumn,
  loadChartOptions,
  loadColumns,
  pathColours,
  pathsOf,
  spreadLines,
} from './load-columns.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

/** A load with what it came to. */
type Bar = LoadColumn & { summary: LoadSummary };

/** Requests per second through every path, and what share of the direct path's that is; null where nothing was measured. */
export function forwardingRateChart(run: Run): Chart | null {
  const bars = loadColumns(loadKinds(run)).map((column) => ({ ...column, summary: loadSummaryOf(run, column.kind) }));
  if (isShaped(run) || bars.every(({ summary }) => summary.requestsPerSecond === null)) return null;
  return { name: 'forwarding-rate', alt: altOf(bars), widthPx: 1100, heightPx: 440, config: () => configOf(bars) };
}

function configOf(bars: Bar[]): ChartConfiguration {
  const spans = bars.flatMap(({ x, summary: { requestsPerSecond: rate } }) =>
    rate === null ? [] : [{ x, low: rate.min, high: rate.max }],
  );
  const highest = Math.max(1, ...spans.map(({ high }) => high));
  const config = {
    type: 'bar',
    data: {
      datasets: [
        {
          type: 'line',
          label: 'smallest to largest',
          data: spreadLines(spans),
          spanGaps: false,
          pointRadius: 0,
          borderWidth: 1.5,
          borderColor: palette.ink,
        },
        ...pathsOf(bars).map((path) => ({
          label: path,
          data: bars
            .filter(({ kind }) => kind.path === path)
            .map(({ x, summary }) => ({ x, y: summary.requestsPerSecond?.median ?? 0 })),
          grouped: false,
          barThickness: Math.min(40, 800 / bars.length),
          backgroundColor: pathColours[path],
        })),
      ],
    },
    options: loadChartOptions(bars, {
      title: 'Requests per second, and the share of the direct path’s in percent',
      legend: { filter: ({ text }: { text: string }) => text !== 'smallest to largest' },
      annotations: shareLabels(bars),
      y: {
        min: 0,
        // Room on top for the names of the groups.
        max: highest * 1.22,
        title: { display: true, text: 'requests per second' },
        ticks: { includeBounds: false, callback: (value: number) => formatNumber(value) },
      },
    }),
  };
  return config as unknown as ChartConfiguration;
}

function shareLabels(bars: Bar[]) {
  return Object.fromEntries(
    bars.flatMap(({ x, summary: { againstDirect, requestsPerSecond } }, index) =>
      againstDirect === null || requestsPerSecond === null
        ? []
        : [[`share ${index}`, columnLabel(x, requestsPerSecond.max, formatNumber(100 * againstDirect.interval.value))]],
    ),
  );
}

function altOf(bars: Bar[]): string {
  const each = bars.map(({ kind, summary: { requestsPerSecond, againstDirect } }) => {
    if (requestsPerSecond === null) return `${kindName(kind)}: not measured`;
    const share = againstDirect === null ? '' : ` (${formatShare(againstDirect.interval.value, 1)} of direct)`;
    return `${kindName(kind)}: ${formatNumber(requestsPerSecond.median)}${share}`;
  });
  return `Requests per second, median over the rounds, by path, size of the response and use of connections. ${each.join('; ')}.`;
}
