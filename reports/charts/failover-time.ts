import type { ChartConfiguration } from 'chart.js';
import type { Run, TrialMeasurement } from '../../harness/model.ts';
import { formatMs, formatRange, trialNumber } from '../format.ts';
import { bandFill, faultGroups, predictionBands } from './fault-columns.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

const widthPx = 1100;
const heightPx = 420;

/** Failover time of every trial with its error bound, upon the band in which the prediction lies. */
export function failoverTimeChart(run: Run, inOrderOfRunning: TrialMeasurement[]): Chart {
  // Trials of different faults take turns while they run.
  const rank = (one: TrialMeasurement): number => run.faults.findIndex((fault) => fault.name === one.fault);
  const measurements = inOrderOfRunning.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index);
  return {
    name: 'failover-time',
    alt: altOf(measurements),
    widthPx,
    heightPx,
    config: () => configOf(run, measurements),
  };
}

function configOf(run: Run, measurements: TrialMeasurement[]): ChartConfiguration {
  const measured = measurements.flatMap((one, x) =>
    one.failoverTimeMs === null ? [] : [{ x, y: one.failoverTimeMs / 1000, boundS: (one.failoverBoundMs ?? 0) / 1000 }],
  );
  const missing = measurements.flatMap((one, x) => (one.failoverTimeMs === null ? [{ x, y: 0 }] : []));
  const highest = Math.max(
    0.1,
    ...measured.map((one) => one.y + one.boundS),
    ...measurements.map((one) => (one.predictedFailoverMs?.high ?? 0) / 1000),
  );
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        {
          label: 'measured, with its error bound',
          data: measured.map(({ x, y }) => ({ x, y })),
          pointRadius: 4,
          // A time of 0 stands on the edge of the plot and must not be cut.
          clip: false,
          pointStyle: 'rectRot',
          backgroundColor: palette.ink,
          borderColor: palette.ink,
        },
        {
          label: 'error bounds',
          showLine: true,
          spanGaps: false,
          pointRadius: 0,
          borderWidth: 1.5,
          borderColor: palette.ink,
          data: measured.flatMap(({ x, y, boundS }) => [
            { x, y: Math.max(0, y - boundS) },
            { x, y: y + boundS },
            { x, y: Number.NaN },
          ]),
        },
        {
          label: 'not measured',
          data: missing,
          pointRadius: 7,
          clip: false,
          pointStyle: 'crossRot',
          pointBorderWidth: 2,
          borderColor: palette.vermillion,
        },
        { label: 'predicted', data: [], pointStyle: 'rect', backgroundColor: bandFill, borderColor: palette.blue },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'Failover time per trial', font: { size: 15, weight: 'bold' } },
        legend: {
          labels: {
            usePointStyle: true,
            boxHeight: 8,
            filter: ({ text }: { text: string }) =>
              text !== 'error bounds' && (text !== 'not measured' || missing.length > 0),
          },
        },
        annotation: {
          annotations: {
            ...faultGroups(
              run,
              measurements.map(({ fault }) => fault),
              12,
            ),
            ...predictionBands(
              measurements.map(({ predictedFailoverMs }) => predictedFailoverMs),
              1.5,
            ),
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: -0.6,
          max: measurements.length - 0.4,
          title: { display: true, text: 'trial' },
          grid: { display: false },
          ticks: { autoSkip: true, callback: (value: number) => trialNumber(measurements[value] ?? { index: value }) },
          afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
            axis.ticks = measurements.map((_, value) => ({ value }));
          },
        },
        y: {
          min: 0,
          // Room on top for the names of the faults.
          max: highest * 1.2,
          title: { display: true, text: 'failover time, s' },
          ticks: { includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function altOf(measurements: TrialMeasurement[]): string {
  const each = measurements.map((one) => {
    const time = one.failoverTimeMs === null ? 'not measured' : formatMs(one.failoverTimeMs);
    const band = one.predictedFailoverMs;
    const predicted = band === null ? 'no prediction' : `predicted ${formatRange('ms', band, ' to ')}`;
    return `${trialNumber(one)} ${one.fault}: ${time}, ${predicted}`;
  });
  return `Failover time per trial. ${each.join('; ')}.`;
}
