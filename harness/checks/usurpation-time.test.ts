import { expect, test } from 'vitest';
import { adverts, deafBackup, every, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Observation, TrialRecord } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './usurpation-time.ts';

function recordingOf(fault: string, observations: Observation[], changes: Partial<TrialRecord> = {}) {
  const faults = [quietFault(fault)];
  return scripted({ faults, trials: [trialAt(fault, changes)], observations });
}

const deaf = { target: 'director-2' };
const undisturbed = adverts(1, every(1000, 5000, 20_000));

test('the deaf one takes over, its master-down interval after the last advert it heard', () => {
  expect(judged(check, recordingOf('deafen-backup', deafBackup(), deaf))['deafen-backup']).toMatchObject({
    verdict: 'pass',
    headline:
      'director-2 took over 3.649 s after the last advert it heard (3.648 s predicted), while director-1 lived on; 1 trial.',
    measured: { median: 3649 },
    predicted: { low: 3648.437, high: 3648.437 },
    bound: 1,
  });
  expect(verdicts(check, recordingOf('cut-vrrp', deafBackup()))).toEqual({ 'cut-vrrp': 'pass' });
});

test('an advert in the very millisecond of the fault may have been heard or not', () => {
  const early = { effective: { earliestMs: 9999, latestMs: 10_001 } };
  const recording = recordingOf('cut-vrrp', deafBackup(), early);
  expect(judged(check, recording)['cut-vrrp']).toMatchObject({
    verdict: 'pass',
    predicted: { low: 3648.437, high: 4648.437 },
    bound: 1001,
  });
});

test('too early, too late, never and the wrong one fail', () => {
  const at = (ms: number) => recordingOf('cut-vrrp', [...undisturbed, ...adverts(2, [ms])]);
  expect(verdicts(check, at(13_640))).toEqual({ 'cut-vrrp': 'fail' });
  expect(verdicts(check, at(13_800))).toEqual({ 'cut-vrrp': 'fail' });
  expect(judged(check, recordingOf('cut-vrrp', undisturbed))['cut-vrrp']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 1: director-2 did not take over although it no longer heard director-1, 3.648 s predicted, 3.643 to 3.748 s allowed.',
  });
});

test('a reload starts the timer anew: another password on the backup', () => {
  const observations = [...undisturbed, ...adverts(2, [14_150, 15_150])];
  expect(judged(check, recordingOf('change-password', observations, deaf))['change-password']).toMatchObject({
    verdict: 'pass',
    headline:
      'director-2 took over 3.650 s after its reload (3.648 to 3.649 s predicted), while director-1 lived on; 1 trial.',
  });
  expect(verdicts(check, recordingOf('change-password', deafBackup(), deaf))).toEqual({ 'change-password': 'fail' });
});

test('another password on the master: the backup counts from the last advert with the old one', () => {
  expect(verdicts(check, recordingOf('change-password', deafBackup()))).toEqual({ 'change-password': 'pass' });
});

test('nobody takes over from a deaf master, or when every second advert comes through', () => {
  expect(judged(check, recordingOf('deafen-master', undisturbed))['deafen-master']).toMatchObject({
    verdict: 'pass',
    headline: 'Nobody took over from the living master, as predicted, 1 trial.',
  });
  const thinned = { ...deaf, level: 2 };
  expect(verdicts(check, recordingOf('drop-every-kth-advert', undisturbed, thinned))).toEqual({
    'drop-every-kth-advert': 'pass',
  });
  expect(
    judged(check, recordingOf('drop-every-kth-advert', deafBackup(), thinned))['drop-every-kth-advert'],
  ).toMatchObject({ verdict: 'fail', headline: 'Trial 1: director-2 took over although it still heard director-1.' });
});

test('unknown: nothing confirmed, nothing recorded, healed too soon, no trials', () => {
  const unknown = { 'cut-vrrp': 'unknown' };
  const unconfirmed = { confirmation: { confirmed: false, evidence: 'no packet was dropped' } };
  expect(verdicts(check, recordingOf('cut-vrrp', deafBackup(), unconfirmed))).toEqual(unknown);
  expect(verdicts(check, recordingOf('cut-vrrp', []))).toEqual(unknown);
  expect(verdicts(check, recordingOf('cut-vrrp', undisturbed, { healStartedAtMs: 12_000 }))).toEqual(unknown);
  expect(verdicts(check, scripted({ faults: [quietFault('cut-vrrp')], observations: [] }))).toEqual(unknown);
});

test('another cluster takes over by its own timer, or stays BACKUP', () => {
  const stranger = {
    name: 'stranger-1',
    address: '198.18.0.13',
    priority: 110,
    vip: '198.18.0.200',
    virtualRouterId: 51,
  };
  const beside = (priority: number, observations: Observation[]) => {
    const topology = syntheticTopology({ strangers: [{ ...stranger, priority, password: 'drill' }] });
    const trials = [trialAt('second-pair')];
    return judged(check, scripted({ topology, faults: [quietFault('second-pair')], trials, observations }))[
      'second-pair'
    ];
  };
  const taken = [...undisturbed, ...adverts(3, [14_200, 15_200])];
  expect(beside(110, taken)).toMatchObject({
    verdict: 'pass',
    headline:
      'Another cluster’s director was MASTER 3.700 s after it was started (3.570 to 4.071 s predicted), 1 trial.',
  });
  expect(beside(110, [...undisturbed, ...adverts(3, [12_000])])?.verdict).toBe('fail');
  expect(beside(110, undisturbed)?.headline).toContain('no other cluster became MASTER');
  expect(beside(95, undisturbed)?.headline).toBe('No other cluster took over, as predicted, 1 trial.');
  expect(beside(95, taken)?.headline).toContain('although it should stay BACKUP');
  expect(beside(110, [])?.verdict).toBe('unknown');
});

test('other faults are not its concern', () => {
  expect(judged(check, recordingOf('kill-director', deafBackup()))).toEqual({});
});
