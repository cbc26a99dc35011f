import { expect, test } from 'vitest';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import { suite } from '../suites/failover.ts';
import { pictureBudgetBytes } from './budget.ts';
import { draw } from './draw.ts';
import { timelineBudgetBytes } from './fit-timelines.ts';
import { page } from './page.ts';
import { drawnShare } from './page-room.ts';
import { judgeAgain } from './write-report.ts';

test('few trials leave pictures and timelines all their room, very many a fifth', () => {
  expect([1, 20, 240].map(drawnShare)).toEqual([1, 1, 1]);
  expect(drawnShare(500)).toBeLessThan(0.75);
  expect(drawnShare(100_000)).toBe(0.2);
});

test('what is told of a thousand trials fits beside pictures and timelines', async () => {
  const checks = suite.scenarios[0]?.checks ?? [];
  const recording = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'], run: { checks } });
  const content = await draw(await judgeAgain(recording));
  const [view] = content.trials;
  const [record] = recording.run.trials;
  if (view?.drawing == null || record === undefined) throw new Error('nothing was drawn');
  const { drawing, measurement } = view;
  for (const count of [240, 500, 1000]) {
    const indices = [...Array(count).keys()];
    const trials = indices.map((index) => ({
      ...view,
      measurement: { ...measurement, index },
      drawing: { ...drawing, linked: true as const },
      chart: { json: '', words: view.chart?.words ?? '' },
    }));
    const run = { ...recording.run, trials: indices.map((index) => ({ ...record, index })) };
    const told = page({ ...content, recording: { ...recording, run }, trials }).replaceAll(/base64,[\w+/=]+/g, '');
    const drawn = drawnShare(count) * (pictureBudgetBytes + timelineBudgetBytes);
    expect(Buffer.byteLength(told) + drawn).toBeLessThan(3e6);
  }
});
