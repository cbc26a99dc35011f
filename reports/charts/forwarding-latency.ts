import type { ChartConfiguration } from 'chart.js';
import { type LoadSummary, loadSummaryOf } from '../../harness/measure/load-summary.ts';
import { isShaped, kindName, loadKinds } from '../../harness/measure/loads.ts';
import type { Run } from '../../harness/model.ts';
import { formatMs, formatNumber } from '../format.ts';
import { type LoadColumn, loadChartOptions, loadColumns, pathColours, pathsOf, spreadLines } from './load-columns.ts';
import { logAxis } from './log-axis.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

/** A load with its latency. */
type Point = LoadColumn & { p50Ms: number; p99Ms: number };

/** Median and 99th percentile of the latency through every path; null where nothing was measured. */
export function forwardingLatencyChart(run: Run): Chart | null {
  const points = loadColumns(loadKinds(run)).flatMap((column) => pointOf(column, loadSummaryOf(run, column.kind)));
  if (isShaped(run) || points.length === 0) return null;
  return {
    name: 'forwarding-latency',
    alt: altOf(points),
    widthPx: 1100,
    heightPx: 400,
    config: () => configOf(points),
  };
}

function pointOf(column: LoadColumn, { p50Ms, p99Ms }: LoadSummary): Point[] {
  return p50Ms === null || p99Ms === null ? [] : [{ ...column, p50Ms: p50Ms.median, p99Ms: p99Ms.median }];
}

function configOf(points: Point[]): ChartConfiguration {
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        ...pathsOf(points).map((path) => ({
          label: path,
          data: points.filter(({ kind }) => kind.path === path).map(({ x, p50Ms }) => ({ x, y: p50Ms })),
          pointRadius: 6,
          pointStyle: 'circle',
          backgroundColor: pathColours[path],
          borderColor: pathColours[path],
        })),
        {
          label: '99th percentile',
          data: points.map(({ x, p99Ms }) => ({ x, y: p99Ms })),
          pointRadius: 7,
          pointStyle: 'line',
          pointBorderWidth: 2,
          borderColor: palette.ink,
        },
        {
          label: 'up to it',
          showLine: true,
          spanGaps: false,
          pointRadius: 0,
          borderWidth: 1.5,
          borderColor: palette.ink,
          data: spreadLines(points.map(({ x, p50Ms, p99Ms }) => ({ x, low: p50Ms, high: p99Ms }))),
        },
      ],
    },
    options: loadChartOptions(points, {
      title: 'Latency: median (dot) and 99th percentile (bar)',
      legend: { usePointStyle: true, boxHeight: 8, filter: ({ text }: { text: string }) => text !== 'up to it' },
      y: logAxis(
        points.flatMap(({ p50Ms, p99Ms }) => [p50Ms, p99Ms]),
        'latency, ms (logarithmic)',
      ),
    }),
  };
  return config as unknown as ChartConfiguration;
}

function altOf(points: Point[]): string {
  const each = points.map(
    ({ kind, p50Ms, p99Ms }) => `${kindName(kind)}: ${formatMs(p50Ms)}, 99th percentile ${formatMs(p99Ms)}`,
  );
  return `Latency over the rounds, by path, size of the response and use of connections, ${formatNumber(points.length)} loads. ${each.join('; ')}.`;
}
