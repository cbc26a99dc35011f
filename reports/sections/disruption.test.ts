import { expect, test } from 'vitest';
import { check } from '../../harness/checks/disruption.ts';
import { judgeRun } from '../../harness/checks/judge.ts';
import { type DisruptionOptions, disruptionRecording } from '../../harness/measure/synthetic-disruption.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { disruptionChart } from '../charts/disruption.ts';
import { createRenderer } from '../charts/render.ts';
import { disruptionSection } from './disruption.ts';

function made(options: DisruptionOptions = {}) {
  const services: DisruptionOptions['services'] = [{ label: 'sh even', scheduler: 'sh' }];
  const recording = disruptionRecording({ services, retirement: 'drain', sources: 64, ...options });
  return { recording, judgements: judgeRun([check], recording) };
}

function cellsOf(markup: string): string[] {
  const body = /<tbody>(.*?)<\/tbody>/s.exec(markup)?.[1] ?? '';
  return [...body.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map((cell) => (cell[1] ?? '').replace(/<[^>]+>/g, ''));
}

test('a row for each service and event: moved, without need, refused, displaced, and the verdict', () => {
  const cells = cellsOf(disruptionSection(made(), null)?.body.markup ?? '');
  expect(cells.slice(0, 5)).toEqual(['sh even', 'drained', '64', '0.0 %', '0.0 %']);
  expect(cells[5]).toMatch(/^[1-9]\d\.\d %$/);
  expect(cells.slice(6, 11)).toEqual(['–', '0', '✓ pass', 'sh even', 'returned after draining']);
});

test('a predicted share that differs stands beside the measured one; what is not known is not shown', () => {
  const elsewhere = made({ choose: ({ stage, expected }) => (stage === 'under' ? 'real-server-1' : expected) });
  const cells = cellsOf(disruptionSection(elsewhere, null)?.body.markup ?? '');
  expect(cells[3]).toMatch(/^\d+\.\d % \(0\.0 %\)$/);
  expect(Number(cells[7])).toBeGreaterThan(30);
  const holes = made({ silent: (stage) => stage === 'under' });
  expect(cellsOf(disruptionSection(holes, null)?.body.markup ?? '').slice(2, 9)).toEqual([
    ...Array(6).fill('–'),
    '? unknown',
  ]);
  expect(disruptionChart(holes.recording)).toBeNull();
});

test('the chart tells its numbers in words, and stands in the section', async () => {
  const content = made();
  const chart = disruptionChart(content.recording);
  expect(chart?.alt).toMatch(
    /sh even, drained: 0\.0 % moved, 0\.0 % without need, (\d+\.\d) % refused \(predicted 0\.0 % moved, 0\.0 % without need, \1 % refused\)/,
  );
  if (chart === null) throw new Error('there is no chart');
  const drawing = await createRenderer()(chart);
  expect(drawing.png.length).toBeGreaterThan(1000);
  expect(disruptionSection(content, drawing)?.body.markup).toContain('id="chart-disruption"');
});

test('nothing to show of a run without such faults', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  expect(disruptionSection({ recording, judgements: [] }, null)).toBeNull();
  expect(disruptionChart(recording)).toBeNull();
});
