import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { Recording, RequestValue } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './unimpaired.ts';

/** kill-keepalived: the kernel goes on forwarding, so that nothing is felt. */
function calm(breaks = {}): Recording {
  return syntheticRecording({ faults: ['kill-keepalived'], trialsPerFault: 1, breaks });
}

/** The requests that were due so long after the fault, changed. */
function disturbed(recording: Recording, fromMs: number, toMs: number, change: Partial<RequestValue>): Recording {
  const struckMs = recording.run.trials[0]?.effective?.earliestMs ?? 0;
  return withSeries(recording, 'request', (all) =>
    all.map((one) =>
      one.at >= struckMs + fromMs && one.at < struckMs + toMs ? { ...one, value: { ...one.value, ...change } } : one,
    ),
  );
}

test('nothing was impaired', () => {
  const { 'kill-keepalived': judgement } = judged(check, calm());
  expect(judgement).toMatchObject({ verdict: 'pass', measured: { max: 0 }, limit: { low: 0, high: 0 } });
  expect(judgement?.headline).toMatch(/^0 of \d{3} requests lost or late \(more than 50 ms\), 1 trial\.$/);
});

test('fails: one request lost, or late', () => {
  const refused = disturbed(calm(), 1000, 1010, { outcome: 'refused', realServer: null });
  expect(judged(check, refused)['kill-keepalived']?.headline).toMatch(
    /^Trial 0: 1 of \d{3} requests impaired \(1 refused\), due 1\.0[01]\d s after the fault\.$/,
  );
  expect(verdicts(check, disturbed(calm(), 1000, 1010, { latencyMs: 80 }))).toEqual({ 'kill-keepalived': 'fail' });
  const both = disturbed(refused, 2000, 2020, { latencyMs: 80 });
  expect(judged(check, both)['kill-keepalived']).toMatchObject({ verdict: 'fail', measured: { median: 3 } });
  expect(judged(check, both)['kill-keepalived']?.headline).toMatch(
    /3 of \d{3} requests impaired \(1 refused, 2 late\), due 1\.0[01]\d s to 2\.0[012]\d s after the fault/,
  );
});

test('what is impaired before the fault, or by healing, is not held against it', () => {
  const recording = disturbed(calm(), -500, -100, { outcome: 'refused', realServer: null });
  const { effective, healStartedAtMs } = recording.run.trials[0] ?? {};
  const healingMs = (healStartedAtMs ?? 0) - (effective?.earliestMs ?? 0);
  const later = disturbed(recording, healingMs + 100, healingMs + 500, { outcome: 'reset', realServer: null });
  expect(verdicts(check, later)).toEqual({ 'kill-keepalived': 'pass' });
});

test('unknown: no requests, a prober that was late or sent too few, a fault that did nothing', () => {
  const unknown = { 'kill-keepalived': 'unknown' };
  expect(
    verdicts(
      check,
      withSeries(calm(), 'request', () => []),
    ),
  ).toEqual(unknown);
  expect(verdicts(check, calm({ latenessMs: 400 }))).toEqual(unknown);
  expect(verdicts(check, calm({ droppedProbes: 20 }))).toEqual(unknown);
  expect(verdicts(check, calm({ doesNothing: true }))).toEqual(unknown);
});
