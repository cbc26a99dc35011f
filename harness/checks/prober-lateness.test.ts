import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './prober-lateness.ts';

const once = { faults: ['kill-keepalived'], trialsPerFault: 1 };

test('in time', () => {
  expect(judged(check, syntheticRecording(once))['kill-keepalived']).toMatchObject({
    verdict: 'pass',
    limit: { low: 0, high: 50 },
    headline: 'Requests were sent at most 0.3 ms after they were due (50.0 ms allowed), 1 trial.',
  });
});

test('late within bounds passes, and says that a bound was widened', () => {
  const recording = syntheticRecording({ ...once, breaks: { latenessMs: 20 } });
  expect(judged(check, recording)['kill-keepalived']).toMatchObject({ verdict: 'pass' });
  expect(judged(check, recording)['kill-keepalived']?.headline).toContain('that widened an error bound');
});

test('more than five intervals late is unknown, never failed', () => {
  const recording = syntheticRecording({ ...once, breaks: { latenessMs: 51 } });
  expect(judged(check, recording)['kill-keepalived']).toMatchObject({ verdict: 'unknown' });
  expect(judged(check, recording)['kill-keepalived']?.headline).toMatch(
    /^Trial 0: requests were sent up to 51\.\d ms after/,
  );
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
