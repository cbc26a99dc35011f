import { expect, test } from 'vitest';
import { adverts, every, holds, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import type { Observation, TrialRecord } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './no-role-change.ts';

const fault = 'reload-unchanged';
const quiet = [...adverts(1, every(1000, 5000, 20_000)), holds(1, 1000, true), holds(2, 1000, false)];

function recordingOf(observations: Observation[], changes: Partial<TrialRecord> = {}) {
  return scripted({ faults: [quietFault(fault)], trials: [trialAt(fault, changes)], observations });
}

test('a reload under which nothing happens', () => {
  expect(judged(check, recordingOf(quiet))[fault]).toMatchObject({
    verdict: 'pass',
    headline: 'No role changed and the VIP did not move, 1 trial.',
    measured: { median: 0 },
  });
});

test.each([
  ['another MASTER', adverts(2, [12_000, 13_000]), 'director-2 sent adverts as MASTER 1.500 s after the fault'],
  [
    'a master that leaves',
    adverts(1, [11_500], { priority: 0 }),
    'director-1 said that it leaves (advert of priority 0) 1.000 s after the fault',
  ],
  [
    'a VIP that moves',
    [holds(1, 11_000, false), holds(2, 11_001, true)],
    'director-1 lost the VIP 198.18.0.10 0.500 s after the fault',
  ],
  ['a change in healing', adverts(2, [17_000]), 'director-2 sent adverts as MASTER 6.500 s after the fault'],
])('%s fails', (_, observations, told) => {
  expect(judged(check, recordingOf([...quiet, ...observations]))[fault]).toMatchObject({
    verdict: 'fail',
    headline: `Trial 1: ${told}, while nothing should have changed.`,
  });
});

test('what happened before, and in the next trial, does not count', () => {
  expect(verdicts(check, recordingOf([...quiet, ...adverts(2, [7000, 19_000])]))).toEqual({ [fault]: 'pass' });
});

test('unknown: nobody watched, nothing confirmed, adverts that end with the fault', () => {
  const unknown = { [fault]: 'unknown' };
  expect(verdicts(check, recordingOf(quiet.filter(({ series }) => series === 'advert')))).toEqual(unknown);
  expect(verdicts(check, recordingOf(quiet.filter(({ series }) => series === 'vip-holder')))).toEqual(unknown);
  expect(verdicts(check, recordingOf(quiet.filter(({ at }) => at < 10_500)))).toEqual(unknown);
  expect(verdicts(check, recordingOf(quiet, { confirmation: null }))).toEqual(unknown);
});
