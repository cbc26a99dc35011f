import { expect, test } from 'vitest';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import type { TrialMeasurement } from '../../harness/model.ts';
import { glance } from './glance.ts';

const recording = syntheticRecording({ trialsPerFault: 2, faults: ['kill-director'] });
const [first, second] = measureRun(recording) as [TrialMeasurement, TrialMeasurement];

function times(measurements: TrialMeasurement[]): string {
  const trials = measurements.map((measurement) => ({ measurement, timeline: null, drawing: null, chart: null }));
  const markup = glance({ recording, trials, judgements: [] })?.markup ?? '';
  return [...markup.matchAll(/<td class="number">([^<]*)<\/td>/g)][1]?.[1] ?? '';
}

test('a failover time does not speak for trials that have none', () => {
  expect(times([first, second])).toMatch(/^3\.\d+ \[.*\] s ± \S+ ms$/);
  expect(times([first, { ...second, failoverTimeMs: null }])).toMatch(/^3\.\d+ s ± \S+ ms in 1 of 2$/);
  expect(times([{ ...first, failoverTimeMs: null }])).toBe('not measured');
});

test('without trials there is nothing to see', () => {
  expect(glance({ recording, trials: [], judgements: [] })).toBeNull();
});
