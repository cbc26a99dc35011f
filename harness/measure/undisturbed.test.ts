import { expect, test } from 'vitest';
import { scripted, trialAt } from './scripted-run.ts';
import { undisturbedTimes } from './undisturbed.ts';

const open = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

test('before, between and after the faults', () => {
  const later = trialAt('noop', {
    index: 2,
    steadyAtMs: 19_000,
    effective: { earliestMs: 20_000, latestMs: 20_001 },
    endedAtMs: 30_000,
  });
  expect(undisturbedTimes(scripted({ trials: [trialAt('noop'), later], observations: [] }))).toEqual([
    { ...open, toMs: 10_500 },
    { fromMs: 18_000, toMs: 20_000 },
    { ...open, fromMs: 30_000 },
  ]);
  const unsettled = [trialAt('noop', { endedAtMs: null }), later];
  expect(undisturbedTimes(scripted({ trials: unsettled, observations: [] }))[1]).toEqual({
    fromMs: 19_000,
    toMs: 20_000,
  });
});

test('all the time without a trial, none after one that never settled', () => {
  expect(undisturbedTimes(scripted({ observations: [] }))).toEqual([open]);
  const stuck = trialAt('noop', { endedAtMs: null });
  expect(undisturbedTimes(scripted({ trials: [stuck], observations: [] }))).toEqual([{ ...open, toMs: 10_500 }]);
});

test('a harness that died may have been in a trial that it had not saved: nothing is known after the last one', () => {
  const died = { run: { status: 'running' as const }, observations: [] };
  expect(undisturbedTimes(scripted(died))).toEqual([]);
  expect(undisturbedTimes(scripted({ ...died, trials: [trialAt('noop')] }))).toEqual([{ ...open, toMs: 10_500 }]);
});
