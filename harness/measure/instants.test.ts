import { expect, test } from 'vitest';
import { lastSeenMs, nextFaultMs, struckAtMs, trialEndMs, undisturbedUntilMs } from './instants.ts';
import { adverts, every, holds, scripted, trialAt } from './scripted-run.ts';

const later = trialAt('noop', {
  index: 2,
  steadyAtMs: 19_000,
  injectDueMs: 20_000,
  effective: null,
  healStartedAtMs: 22_000,
  healedAtMs: 22_100,
  endedAtMs: null,
});
const observations = [...adverts(1, every(1000, 5000, 30_000)), holds(1, 31_000, true)];

test('a fault struck when it was seen to, or else when it was due', () => {
  expect(struckAtMs(trialAt('noop'))).toBe(10_500);
  expect(struckAtMs(later)).toBe(20_000);
  expect(struckAtMs({ ...later, injectDueMs: null })).toBeNull();
});

test('a trial is undisturbed until the next fault, the last one as long as anything was recorded', () => {
  const recording = scripted({ trials: [trialAt('noop'), later], observations });
  expect(nextFaultMs(recording, trialAt('noop'))).toBe(20_000);
  expect(undisturbedUntilMs(recording, trialAt('noop'))).toBe(20_000);
  expect(undisturbedUntilMs(recording, later)).toBe(30_000);
  expect(trialEndMs(recording, later)).toBe(Number.POSITIVE_INFINITY);
  expect(lastSeenMs(recording, ['advert', 'vip-holder'])).toBe(31_000);
  expect(lastSeenMs(recording, ['request'])).toBe(Number.NEGATIVE_INFINITY);
});

test('after the last trial of a harness that died nothing counts', () => {
  const recording = scripted({ trials: [trialAt('noop'), later], run: { status: 'running' }, observations });
  expect(undisturbedUntilMs(recording, trialAt('noop'))).toBe(20_000);
  expect(undisturbedUntilMs(recording, later)).toBe(22_100);
  expect(trialEndMs(recording, later)).toBe(22_100);
});
