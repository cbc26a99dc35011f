import { expect, test } from 'vitest';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import { distributionsChart } from './distributions.ts';
import { createRenderer } from './render.ts';

function chartOf(trialsPerFault: number) {
  const recording = syntheticRecording({ trialsPerFault });
  return distributionsChart(recording.run, measureRun(recording));
}

test('the text tells quartiles, prediction, and how much later than predicted the takeover came', () => {
  expect(chartOf(6)?.alt).toMatch(
    /kill-director: failover time smallest 2\.\d+ s, lower quartile .* largest 3\.\d+ s of 6, predicted 2\.\d+ to 3\.\d+ s; detection beyond its prediction smallest 0\.\d+ ms/,
  );
});

test('trials without a failover time are told', () => {
  const recording = syntheticRecording({ trialsPerFault: 3, faults: ['kill-director'] });
  const measurements = measureRun(recording).map((one, index) => (index > 0 ? one : { ...one, failoverTimeMs: null }));
  expect(distributionsChart(recording.run, measurements)?.alt).toContain(
    'kill-director: 2 of 3: failover time smallest',
  );
});

test('one or two trials of a fault are no distribution', () => {
  expect(chartOf(2)).toBeNull();
});

test('it is drawn, each time the same', async () => {
  const chart = chartOf(6);
  if (chart === null) throw new Error('no chart');
  const render = createRenderer();
  const [one, same] = [await render(chart), await render(chart)];
  expect(one.png.equals(same.png)).toBe(true);
  expect(one.png.length).toBeGreaterThan(5000);
});
