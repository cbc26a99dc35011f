import { expect, test } from 'vitest';
import { type HealthOptions, healthRecording } from '../measure/synthetic-health.ts';
import { judged } from './judged.ts';
import { check } from './return-time.ts';

function judgement(options: HealthOptions) {
  return judged(check, healthRecording(options))['stop-httpd on 198.18.0.10:80'];
}

test('pass: back when the checker is predicted to have noticed', () => {
  expect(judgement({ trials: [{}, { returnedAfterMs: 900 }] })).toMatchObject({
    verdict: 'pass',
    headline:
      'TCP_CHECK had the table whole again 0.689 s (0.489 to 0.889 s) after healing (0.000 to 1.000 s predicted), 2 trials.',
    predicted: { low: 0, high: 1000 },
    bound: 11,
    limit: { low: 0, high: 1211 },
  });
});

test('fail: too late, never, or before it was healed', () => {
  expect(judgement({ trials: [{ returnedAfterMs: 1500 }] })?.headline).toBe(
    "Trial 1: director-1's table was whole again 1.489 s after healing, give or take 0.011 s, 0.000 to 1.000 s predicted.",
  );
  expect(judgement({ trials: [{ returnedAfterMs: null }] })?.headline).toBe(
    "Trial 1: real-server-1 not as configured in director-1's table 5.998 s after healing (0.000 to 1.000 s predicted).",
  );
  const early = { returnedAfterMs: 100, record: { restored: { earliestMs: 106_000, latestMs: 106_002 } } };
  expect(judgement({ trials: [{ ...early, returnedAfterMs: -500 }] })?.verdict).toBe('fail');
});

test('pass: what never left has nothing to come back', () => {
  expect(judgement({ failure: 'hang', trials: [{ removedAfterMs: null }] })).toMatchObject({
    verdict: 'pass',
    headline: 'Nothing had left the table, so that nothing had to come back, and nothing moved; 1 trial.',
  });
});

test('fail: the table moved after healing although nothing was missing', () => {
  const trials = [{ removedAfterMs: 5500, returnedAfterMs: 1500 }];
  expect(judgement({ trials })?.headline).toBe(
    "Trial 1: director-1's table was whole when healing began, and changed after it.",
  );
});

test('unknown: not healed, or ended too soon to say', () => {
  expect(judgement({ trials: [{ record: { restored: null, error: 'httpd does not start' } }] })?.headline).toBe(
    'Trial 1: real-server-1 was not healed: httpd does not start.',
  );
  const soon = { returnedAfterMs: null, record: { endedAtMs: 105_500 } };
  expect(judgement({ trials: [soon] })?.headline).toMatch(/too soon to say/);
  expect(judgement({ trials: [] })?.verdict).toBe('unknown');
});
