import type { ChartConfiguration } from 'chart.js';
import { isShaped, kindName, loadKinds } from '../../harness/measure/loads.ts';
import { type ShapedSummary, shapedSummaryOf } from '../../harness/measure/shaped-summary.ts';
import type { Run } from '../../harness/model.ts';
import { formatNumber } from '../format.ts';
import {
  type LoadColumn,
  loadChartOptions,
  loadColumns,
  pathColours,
  pathsOf,
  predictedLines,
} from './load-columns.ts';
import { logAxis } from './log-axis.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

/** A load with its numbers. */
type Point = LoadColumn & { summary: ShapedSummary };

/** Requests per second through limited links, predicted and measured, for every path; null where the links were not limited. */
export function linkCapacityChart(run: Run): Chart | null {
  if (!isShaped(run)) return null;
  const points = loadColumns(loadKinds(run)).flatMap((column) => {
    const summary = shapedSummaryOf(run, column.kind);
    return summary === null ? [] : [{ ...column, summary }];
  });
  if (points.length === 0) return null;
  return { name: 'link-capacity', alt: altOf(points), widthPx: 1100, heightPx: 420, config: () => configOf(points) };
}

function configOf(points: Point[]): ChartConfiguration {
  const rates = points.flatMap(({ summary }) => [summary.requestsPerSecond.median, summary.predictedPerSecond.median]);
  const of = (wanted: (point: Point) => boolean) =>
    points.filter(wanted).map(({ x, summary }) => ({ x, y: summary.requestsPerSecond.median }));
  const limited = ({ summary }: Point) => summary.evidence > 0;
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        ...pathsOf(points).map((path) => ({
          label: path,
          data: of((point) => point.kind.path === path && limited(point)),
          pointRadius: 6,
          pointStyle: 'rectRot',
          backgroundColor: pathColours[path],
          borderColor: pathColours[path],
        })),
        {
          label: 'measured, but no evidence',
          data: of((point) => !limited(point)),
          pointRadius: 6,
          pointStyle: 'rectRot',
          pointBorderWidth: 2,
          backgroundColor: '#ffffff',
          borderColor: palette.ink,
        },
        {
          label: 'predicted',
          ...predictedLines(
            points.map(({ x, summary }) => ({ x, y: summary.predictedPerSecond.median })),
            'point',
          ),
        },
      ],
    },
    options: loadChartOptions(points, {
      title: 'Requests per second through limited links',
      legend: {
        usePointStyle: true,
        boxHeight: 8,
        filter: ({ text }: { text: string }) => !text.startsWith('measured') || !points.every(limited),
      },
      y: logAxis(rates, 'requests per second (logarithmic)'),
    }),
  };
  return config as unknown as ChartConfiguration;
}

function altOf(points: Point[]): string {
  const each = points.map(({ kind, summary: { requestsPerSecond, predictedPerSecond, evidence } }) => {
    const doubt = evidence === 0 ? ', but no evidence' : '';
    return `${kindName(kind)}: ${formatNumber(requestsPerSecond.median, 1)}, ${formatNumber(predictedPerSecond.median, 1)} predicted${doubt}`;
  });
  return `Requests per second through limited links, by path, size of the response and use of connections. ${each.join('; ')}.`;
}
