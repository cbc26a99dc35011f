import type { ChartConfiguration } from 'chart.js';
import type { Run } from '../../harness/model.ts';
import { formatShare } from '../format.ts';
import type { Shares } from '../shares.ts';
import { palette, realServerColour } from './palette.ts';
import type { Chart } from './render.ts';

/** Share of the answers per real server: one column for the whole run, then one for each trial. */
export function realServerShareChart(run: Run, shares: Shares[]): Chart {
  return {
    name: 'real-server-share',
    alt: altOf(run, shares),
    widthPx: 1100,
    heightPx: 320,
    config: () => configOf(run, shares),
  };
}

function configOf(run: Run, shares: Shares[]): ChartConfiguration {
  const totals = shares.map(({ answers }) => answers.reduce((sum, one) => sum + one, 0));
  const config = {
    type: 'bar',
    data: {
      labels: shares.map((one) => one.label),
      datasets: run.topology.realServers.map(({ name }, index) => ({
        label: name,
        data: shares.map(({ answers }, column) => ((answers[index] ?? 0) / (totals[column] || 1)) * 100),
        backgroundColor: realServerColour(index),
        borderColor: '#ffffff',
        borderWidth: 1,
        maxBarThickness: 60,
      })),
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'Share of the answers per real server', font: { size: 15, weight: 'bold' } },
        annotation: {
          annotations: {
            run: { type: 'line', xMin: 0.5, xMax: 0.5, borderColor: palette.grey, borderWidth: 1 },
          },
        },
      },
      scales: {
        x: {
          stacked: true,
          title: { display: true, text: 'whole run, then trial by trial' },
          grid: { display: false },
          ticks: { maxRotation: 0 },
        },
        y: { stacked: true, min: 0, max: 100, title: { display: true, text: 'share of answers, %' } },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function altOf(run: Run, [whole]: Shares[]): string {
  const answers = whole?.answers ?? [];
  const total = answers.reduce((sum, one) => sum + one, 0);
  const each = run.topology.realServers.map(({ name }, index) => `${name} ${formatShare(answers[index] ?? 0, total)}`);
  return `Share of the answers per real server over the whole run: ${each.join(', ')}.`;
}
