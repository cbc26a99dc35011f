import { expect, test } from 'vitest';
import { type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { withSeries } from '../measure/synthetic-run.ts';
import { judged } from './judged.ts';
import { check } from './removal-time.ts';

const subject = 'stop-httpd on 198.18.0.10:80';

function judgement(options: HealthOptions) {
  return judged(check, healthRecording(options))[subject];
}

test('pass: out of the table when the checker is predicted to have noticed', () => {
  expect(judgement({ trials: [{}, { removedAfterMs: 700 }, { removedAfterMs: 1480 }] })).toMatchObject({
    verdict: 'pass',
    headline:
      'TCP_CHECK took the failed real server out after 0.989 s (0.689 to 1.469 s) (0.500 to 1.500 s predicted), 3 trials.',
    measured: { median: 989, trials: 3 },
    predicted: { low: 500, high: 1500 },
    bound: 11,
    limit: { low: 484, high: 1711 },
  });
});

test('fail: too late, and too early for the retries that were asked for', () => {
  const late = judgement({ trials: [{}, { removedAfterMs: 1800 }] });
  expect(late).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 2: TCP_CHECK took real-server-2 out after 1.789 s, give or take 0.011 s, 0.500 to 1.500 s predicted. 1 of 2 trials failed.',
  });
  expect(judgement({ trials: [{ removedAfterMs: 300 }] })?.verdict).toBe('fail');
});

test('fail: never removed, or put back while it was down', () => {
  expect(judgement({ trials: [{ removedAfterMs: null }] })).toMatchObject({
    verdict: 'fail',
    headline:
      "Trial 1: real-server-1 still in director-1's table 4.998 s after the fault: TCP_CHECK missed a closed port (0.500 to 1.500 s predicted).",
  });
  expect(judgement({ trials: [{ flapsAfterMs: 3000 }] })?.headline).toMatch(/put it back before it was healed/);
});

test('pass, and a finding: TCP_CHECK does not see a hang', () => {
  const options = { failure: 'hang', trials: [{ removedAfterMs: null }] } as const;
  expect(judgement(options as unknown as HealthOptions)).toMatchObject({
    verdict: 'pass',
    headline:
      'TCP_CHECK does not see a hang: real-server-1 stayed in the table for 4.998 s while 33 % of requests were lost or late; 1 trial.',
    measured: null,
    predicted: null,
  });
});

test('fail: removed although the checker cannot have seen it', () => {
  expect(judgement({ failure: 'error-status' })).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 1: director-1 changed real-server-1 although TCP_CHECK should not see a 500.',
  });
});

test('unknown: healed too soon to say, blind or not', () => {
  const soon = { removedAfterMs: null, healAfterMs: 1200 };
  expect(judgement({ trials: [soon] })).toMatchObject({ verdict: 'unknown' });
  expect(judgement({ failure: 'hang', trials: [soon] })?.headline).toBe(
    'Trial 1: watched for 1.198 s only, when TCP_CHECK may take 3.500 s to see anything.',
  );
});

test('unknown: not confirmed, no trial', () => {
  const confirmation = { confirmed: false, evidence: 'httpd still runs' };
  expect(judgement({ trials: [{ record: { confirmation } }] })?.verdict).toBe('unknown');
  expect(judgement({ trials: [] })?.verdict).toBe('unknown');
});

test('fail: it was not in the table to begin with', () => {
  const less = withSeries(healthRecording(), 'destination', (all) =>
    all.filter(({ value }) => value.realServer !== 'real-server-1'),
  );
  expect(judged(check, less)[subject]?.headline).toBe(
    "Trial 1: real-server-1 not in director-1's table as configured when the fault struck.",
  );
});

test('faults of directors are none of its business', () => {
  const recording = healthRecording();
  const faults = recording.run.faults.map(({ failure: _, ...facts }) => facts);
  expect(judged(check, { ...recording, run: { ...recording.run, faults } })).toEqual({});
});

test('all down with a sorry server', () => {
  const sorryServer = { name: 'sorry-server', address: '198.18.0.29' };
  const all = { target: 'real-server-1,real-server-2,real-server-3' };
  const options = { topology: { sorryServer }, service: { sorryServer: true as const }, trials: [all] };
  expect(judgement({ ...options, facts: { aim: 'all-real-servers' } })).toMatchObject({
    verdict: 'pass',
    headline:
      'TCP_CHECK took all 3 real servers out and put sorry-server in after 0.989 s (0.500 to 1.500 s predicted), 1 trial.',
  });
});
