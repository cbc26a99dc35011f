import { expect, test } from 'vitest';
import { type MadeUpTrial, syntheticCalibration } from '../measure/synthetic-calibration.ts';
import type { Recording } from '../model.ts';
import { judged } from './judged.ts';
import { check as byLoss } from './outage-by-loss.ts';
import { check as byStamps } from './outage-by-stamps.ts';

const subject = 'known-outage 0.303 s';
const trials = (odd: Partial<MadeUpTrial>, number = 5): MadeUpTrial[] =>
  Array.from({ length: number }, (_, index) => ({ levelMs: 303, ...(index === 2 ? odd : {}) }));
const made = (odd: Partial<MadeUpTrial>) => syntheticCalibration({ trials: trials(odd) });

const checks = [byStamps, byLoss];

test.each(checks)('$name passes where each outage is measured right, and says to what the truth is known', (check) => {
  expect(judged(check, made({}))[subject]).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/off at the median .*known to 0\.5 ms; seen in 5 of 5 trials/),
  });
});

test.each(checks)('$name fails when one of five is off by more than two intervals and the edges', (check) => {
  expect(judged(check, made({ errorMs: 8 }))[subject]).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/^Trial 3.*\d ms off, 4\.5 ms allowed/),
  });
});

test.each(checks)('$name fails when something is impaired while no outage was made', (check) => {
  const recording = syntheticCalibration({
    trials: [{ levelMs: 0 }],
    change: (one) => (one.at === 101_100 ? { ...one, value: { ...one.value, outcome: 'reset' } } : one),
  });
  expect(judged(check, recording)['known-outage 0.000 s']?.verdict).toBe('fail');
  expect(judged(check, syntheticCalibration({ trials: [{ levelMs: 0 }] }))['known-outage 0.000 s']?.verdict).toBe(
    'pass',
  );
});

test.each(checks)('$name leaves out one trial of five whose edges were not known, and no more', (check) => {
  expect(judged(check, made({ edgeMs: 9, errorMs: 8 }))[subject]).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('Left out, 1 of 5 trials'),
  });
  const all = syntheticCalibration({ trials: [{ levelMs: 303, edgeMs: 9 }] });
  expect(judged(check, all)[subject]).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringMatching(/known to 9\.0 ms only, 3\.0 ms allowed/),
  });
});

test.each<[string, Recording]>([
  ['whose end nobody saw', syntheticCalibration({ trials: [{ levelMs: 303, edgeMs: null }] })],
  [
    'that was not confirmed',
    syntheticCalibration({ trials: [{ levelMs: 303, trial: { confirmation: { confirmed: false, evidence: '-' } } }] }),
  ],
  ['in which nobody asked', syntheticCalibration({ trials: [{ levelMs: 303 }], change: () => null })],
  ['whose prober was far too late', syntheticCalibration({ trials: [{ levelMs: 303, lateMs: 120 }] })],
  ['that is off as its late prober says', syntheticCalibration({ trials: [{ levelMs: 303, lateMs: 9, errorMs: 10 }] })],
])('a single outage %s is unknown', (_, recording) => {
  for (const check of checks) expect(judged(check, recording)[subject]?.verdict, check.name).toBe('unknown');
});

test('a late answer long after the outage is another matter, and proves nothing; a lost one fails', () => {
  const stray = (outcome: 'ok' | 'reset') =>
    syntheticCalibration({
      trials: [{ levelMs: 303 }],
      change: (one) => (one.at === 101_500 ? { ...one, value: { ...one.value, outcome, latencyMs: 80 } } : one),
    });
  expect(judged(byStamps, stray('ok'))[subject]).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringMatching(/but 1 request that it cannot have delayed got late answers/),
  });
  expect(judged(byStamps, stray('reset'))[subject]?.verdict).toBe('fail');
});

test('answers that came late while it lasted were late before; those that it kept back fail', () => {
  const lateUntil = (endMs: number) =>
    syntheticCalibration({
      trials: [{ levelMs: 303 }],
      change: (one) =>
        one.at >= 100_952 && one.at < 100_970 ? { ...one, value: { ...one.value, latencyMs: endMs - one.at } } : one,
    });
  for (const check of checks) {
    expect(judged(check, lateUntil(101_030))[subject]).toMatchObject({
      verdict: 'unknown',
      headline: expect.stringMatching(/but 9 requests .* got late answers/),
    });
    expect(judged(check, lateUntil(101_310))[subject]?.verdict).toBe('fail');
  }
});

test('without a trial nothing is known of the fault itself', () => {
  const recording = syntheticCalibration({ trials: [] });
  for (const check of checks)
    expect(judged(check, recording)).toEqual({ 'known-outage': expect.objectContaining({ verdict: 'unknown' }) });
});

test('an outage that is over in the recording and not in the measurement fails: the service had not recovered', () => {
  const recording = syntheticCalibration({
    trials: [{ levelMs: 303 }],
    change: (one) => (one.at > 101_000 ? { ...one, value: { ...one.value, outcome: 'reset' } } : one),
  });
  for (const check of checks) expect(judged(check, recording)[subject]?.verdict, check.name).toBe('fail');
});
