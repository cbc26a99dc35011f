import { expect, test } from 'vitest';
import { invalidLatenessMs } from '../measure/prober-limits.ts';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import { faultWindow } from '../measure/trial.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './prober-lateness.ts';

const once = { faults: ['kill-keepalived'], trialsPerFault: 1 };

test('in time', () => {
  expect(judged(check, syntheticRecording(once))['kill-keepalived']).toMatchObject({
    verdict: 'pass',
    limit: { low: 0, high: 100 },
    headline: 'Requests were sent at most 0.3 ms after they were due (100.0 ms allowed), 1 trial.',
  });
});

test('late within bounds passes, and says that a bound was widened', () => {
  const recording = syntheticRecording({ ...once, breaks: { latenessMs: 20 } });
  expect(judged(check, recording)['kill-keepalived']).toMatchObject({ verdict: 'pass' });
  expect(judged(check, recording)['kill-keepalived']?.headline).toContain('that widened an error bound');
});

test('later than the predictions tolerate is unknown, never failed', () => {
  const recording = syntheticRecording({ ...once, breaks: { latenessMs: 101 } });
  expect(judged(check, recording)['kill-keepalived']).toMatchObject({ verdict: 'unknown' });
  expect(judged(check, recording)['kill-keepalived']?.headline).toMatch(
    /^Trial 0: requests were sent up to 101\.\d ms after/,
  );
});

test('a slow prober has five of its own intervals', () => {
  expect(invalidLatenessMs({ intervalMs: 100 })).toBe(500);
  expect(invalidLatenessMs({ intervalMs: 2 })).toBe(100);
});

test.each([
  [1, 'pass', 'Left out, 1 of 5 trials: trial 0, requests were sent up to 150'],
  [2, 'unknown', '2 of 5 trials prove nothing'],
])('%i of five trials with a stalled prober: %s', (stalled, verdict, words) => {
  const five = syntheticRecording({ faults: ['kill-keepalived'], trialsPerFault: 5 });
  const windows = five.run.trials.slice(0, stalled).map((trial) => faultWindow(trial));
  const late = withSeries(five, 'request', (all) =>
    all.map((one) =>
      windows.some((window) => window !== null && one.at > window.fromMs + 500 && one.at < window.fromMs + 600)
        ? { ...one, value: { ...one.value, lateMs: 150 } }
        : one,
    ),
  );
  const judgement = judged(check, late)['kill-keepalived'];
  expect(judgement?.verdict).toBe(verdict);
  expect(judgement?.headline).toContain(words);
});

test.each([
  [3, 'pass'],
  [7, 'unknown'],
])('%i due requests never sent in a row: %s', (droppedProbes, verdict) => {
  expect(verdicts(check, syntheticRecording({ ...once, breaks: { droppedProbes } }))['kill-keepalived']).toBe(verdict);
});

test('one in ten never sent is unknown, although no two in a row', () => {
  const sparse = withSeries(syntheticRecording(once), 'request', (all) =>
    all.filter((one) => (one.at / 10) % 10 !== 0),
  );
  expect(judged(check, sparse)['kill-keepalived']?.headline).toMatch(
    /\d+ of \d+ due requests were never sent, 1 of them/,
  );
});

test('unknown: no requests, no trials', () => {
  const unknown = { 'kill-keepalived': 'unknown' };
  expect(
    verdicts(
      check,
      withSeries(syntheticRecording(once), 'request', () => []),
    ),
  ).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ ...once, trialsPerFault: 0 }))).toEqual(unknown);
});
