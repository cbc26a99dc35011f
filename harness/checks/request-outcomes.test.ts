import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { Recording, RequestValue } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './request-outcomes.ts';

const once = { faults: ['kill-director'], trialsPerFault: 1 };

/** Changes the first requests of the steady time before the fault. */
function withFirst(number: number, change: Partial<RequestValue>, trialsPerFault = 1): Recording {
  return withSeries(syntheticRecording({ ...once, trialsPerFault }), 'request', (all) =>
    all.map((one, index) =>
      index >= 20 && index < 20 + number ? { ...one, value: { ...one.value, ...change } } : one,
    ),
  );
}

test('what a fault loses is not held against the steady cluster', () => {
  const recording = syntheticRecording();
  expect(recording.series('request').some((one) => one.value.outcome !== 'ok')).toBe(true);
  const { run } = judged(check, recording);
  expect(run).toMatchObject({ verdict: 'pass', measured: { max: 0 }, unit: 'requests' });
  expect(run?.headline).toMatch(/^All \d{4} requests before the faults were answered in time\.$/);
});

test('one request lost without a fault fails', () => {
  const { run } = judged(check, syntheticRecording({ ...once, breaks: { steadyLosses: 1 } }));
  expect(run).toMatchObject({ verdict: 'fail', measured: { max: 1 } });
  expect(run?.headline).toMatch(/^Of \d+ requests before the faults: 1 lost, 0 late \(more than 50 ms\)\.$/);
});

test('one stall is a hiccup, more may be the machine, many are not', () => {
  expect(verdicts(check, withFirst(1, { latencyMs: 80 })).run).toBe('pass');
  expect(verdicts(check, withFirst(5, { latencyMs: 80 })).run).toBe('pass');
  expect(verdicts(check, withFirst(6, { latencyMs: 80 }, 3)).run).toBe('unknown');
  expect(verdicts(check, withFirst(20, { latencyMs: 80 })).run).toBe('fail');
});

test("answers that are late only because the prober was are not the cluster's", () => {
  expect(verdicts(check, withFirst(20, { lateMs: 78, latencyMs: 80 })).run).toBe('pass');
});

test('unknown: nothing recorded, never steady', () => {
  expect(
    verdicts(
      check,
      withSeries(syntheticRecording(once), 'request', () => []),
    ).run,
  ).toBe('unknown');
  expect(verdicts(check, syntheticRecording({ ...once, trialsPerFault: 0 })).run).toBe('unknown');
});
