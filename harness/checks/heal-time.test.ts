import { expect, test } from 'vitest';
import { adverts, deafBackup, every, holds, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import type { Observation, TrialRecord } from '../model.ts';
import { check } from './heal-time.ts';
import { judged, verdicts } from './judged.ts';

function recordingOf(fault: string, observations: Observation[], changes: Partial<TrialRecord> = {}) {
  return scripted({ faults: [quietFault(fault)], trials: [trialAt(fault, changes)], observations });
}

test('one MASTER and one holder with the first advert that crosses', () => {
  expect(judged(check, recordingOf('deafen-backup', deafBackup()))['deafen-backup']).toMatchObject({
    verdict: 'pass',
    headline: 'One MASTER and one holder of the VIP 0.449 s after healing (0.000 to 1.000 s predicted), 1 trial.',
    measured: { median: 449 },
    bound: 1,
    limit: { low: 0, high: 1101 },
  });
});

test('a loser that keeps the VIP for too long fails', () => {
  const slow = deafBackup().filter(({ series, at }) => series !== 'vip-holder' || at < 16_652);
  const recording = recordingOf('cut-vrrp', [...slow, holds(2, 17_500, false)]);
  expect(judged(check, recording)['cut-vrrp']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: one MASTER and one holder of the VIP 1.297 s after healing, 0.000 to 1.000 s predicted, 0.000 to 1.101 s allowed.',
  });
});

test('two MASTERs that stay fail', () => {
  const stuck = [
    ...deafBackup().filter(({ series, at }) => series !== 'vip-holder' || at < 16_652),
    ...adverts(2, every(1000, 17_649, 20_649)),
  ];
  expect(judged(check, recordingOf('cut-vrrp', stuck, { endedAtMs: null }))['cut-vrrp']?.headline).toBe(
    'Trial 1: 4.447 s after healing director-1 and director-2 sent adverts as MASTER and director-1 and director-2 held the VIP.',
  );
  expect(verdicts(check, recordingOf('cut-vrrp', stuck))).toEqual({ 'cut-vrrp': 'fail' });
});

test('one MASTER all the while', () => {
  const quiet = [...adverts(1, every(1000, 5000, 20_000)), holds(1, 1000, true), holds(2, 1000, false)];
  expect(judged(check, recordingOf('deafen-master', quiet))['deafen-master']).toMatchObject({
    verdict: 'pass',
    headline: 'One MASTER and one holder of the VIP all the while, 1 trial.',
  });
});

test('after another cluster took the virtual router over, its adverts must first be missed', () => {
  const observations = [
    ...adverts(1, [...every(1000, 5000, 14_000), ...every(1000, 19_000, 22_000)]),
    ...adverts(3, every(1000, 14_100, 16_100)),
    holds(1, 1000, true),
    holds(1, 14_102, false),
    holds(1, 19_001, true),
  ];
  expect(judged(check, recordingOf('second-pair', observations))['second-pair']).toMatchObject({
    verdict: 'pass',
    measured: { median: 2798 },
    predicted: { low: 0, high: 3648.437 },
  });
});

test('unknown: not watched for long enough, nobody watched, not healed, not confirmed', () => {
  const unknown = { 'cut-vrrp': 'unknown' };
  const short = deafBackup().filter(({ at }) => at < 16_400);
  expect(verdicts(check, recordingOf('cut-vrrp', short))).toEqual(unknown);
  const blind = deafBackup().filter(({ series }) => series !== 'vip-holder');
  expect(verdicts(check, recordingOf('cut-vrrp', blind))).toEqual(unknown);
  expect(verdicts(check, recordingOf('cut-vrrp', deafBackup(), { restored: null }))).toEqual(unknown);
  expect(verdicts(check, recordingOf('cut-vrrp', deafBackup(), { confirmation: null }))).toEqual(unknown);
});
