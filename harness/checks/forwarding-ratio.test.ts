import { expect, test } from 'vitest';
import { holds } from '../measure/scripted-run.ts';
import { type LoadOptions, loadedRecording } from '../measure/synthetic-loads.ts';
import type { LoadTrial, Throughput } from '../model.ts';
import { check } from './forwarding-ratio.ts';
import { judged, verdicts } from './judged.ts';

function all(options: LoadOptions = {}) {
  return judged(check, loadedRecording(options));
}

/** What the loads through NAT came to. */
function nat(change: (throughput: Throughput, trial: LoadTrial) => Partial<Throughput>, options: LoadOptions = {}) {
  const altered = (trial: LoadTrial): LoadTrial =>
    trial.path === 'NAT' && trial.throughput !== null
      ? { ...trial, throughput: { ...trial.throughput, ...change(trial.throughput, trial) } }
      : trial;
  return all({ ...options, change: altered })['NAT 1 KB kept'];
}

test('every path but the direct one, with what it carries of the direct path’s rate', () => {
  expect(verdicts(check, loadedRecording())).toEqual({
    'NAT 1 KB kept': 'pass',
    'DR 1 KB kept': 'pass',
    'TUN 1 KB kept': 'pass',
    'NAT 1 KB fresh': 'pass',
    'DR 1 KB fresh': 'pass',
    'TUN 1 KB fresh': 'pass',
  });
  const one = nat(() => ({}));
  expect(one?.headline).toMatch(
    /^NAT carried 8[12]\.\d % of the direct path's rate at 1 KB, kept \(smallest to largest round 8\d\.\d to 8\d\.\d %, 5 rounds\), 11\d\d requests/,
  );
  expect(one?.measured).toMatchObject({ trials: 5 });
  expect(one?.limit).toEqual({ low: 0, high: 105 });
  // A bound is the limit; how much a way costs, nothing predicts.
  expect(one?.predicted).toBeNull();
});

test('one failed request of a hundred thousand is allowed, more are not', () => {
  expect(nat(({ responses }) => ({ errors: responses / 200_000 }))?.verdict).toBe('pass');
  const failing = nat(({ responses }) => ({ non2xx: responses / 50_000 }));
  expect(failing?.verdict).toBe('fail');
  expect(failing?.headline).toBe('0.002 % of the requests failed; 0.001 % are allowed (RFC 9411 7.1.3.4).');
});

test('a path that answers nothing fails, and is named', () => {
  const silent = nat((_, { round }) => (round === 2 ? { responses: 0, requestsPerSecond: 0, errors: 50 } : {}));
  expect(silent?.verdict).toBe('fail');
  expect(silent?.headline).toMatch(/^NAT answered nothing in trial \d+\.$/);
});

test('a path that beats the direct one by more than the noise contradicts itself', () => {
  const faster = nat(({ requestsPerSecond }) => ({ requestsPerSecond: requestsPerSecond * 1.4 }));
  expect(faster?.verdict).toBe('fail');
  expect(faster?.headline).toContain('the longer way cannot be the faster one');
  expect(nat(({ requestsPerSecond }) => ({ requestsPerSecond: requestsPerSecond * 1.25 }))?.verdict).toBe('pass');
});

test('few rounds, or rounds that differ much, say nothing', () => {
  const few = nat(() => ({}), { rounds: 3 });
  expect(few?.verdict).toBe('unknown');
  expect(few?.headline).toMatch(/%.*, 3 rounds: fewer than 4 do not tell/);
  const wild = nat(({ requestsPerSecond }, { round }) => ({
    requestsPerSecond: requestsPerSecond * (0.6 + 0.1 * round),
  }));
  expect(wild?.verdict).toBe('unknown');
  expect(wild?.headline).toContain('too wide');
});

test('trials that broke off, a direct path that fails, and no trials at all say nothing', () => {
  const without = (rounds: number) =>
    all({
      change: (trial) =>
        trial.round < rounds && trial.path === 'NAT' ? { ...trial, error: 'the client is gone' } : trial,
    });
  const once = without(1)['NAT 1 KB kept'];
  expect(once?.verdict).toBe('pass');
  expect(once?.headline).toMatch(/4 rounds.*none failed\. Left out, 1 trial: trial 2, the client is gone\.$/);
  expect(without(2)['NAT 1 KB kept']?.headline).toMatch(/3 rounds: fewer than 4 .* Left out, 2 trials: trial 2/);
  expect(without(2)['NAT 1 KB kept']?.verdict).toBe('unknown');
  expect(without(5)['NAT 1 KB kept']?.headline).toMatch(/^There is no round .* Left out, 5 trials/);
  expect(without(5)['DR 1 KB kept']?.verdict).toBe('pass');
  const badBaseline = all({
    change: (trial) =>
      trial.path === 'direct' && trial.throughput !== null
        ? { ...trial, throughput: { ...trial.throughput, errors: 100 } }
        : trial,
  });
  expect(badBaseline['DR 1 KB kept']?.verdict).toBe('unknown');
  expect(new Set(Object.values(verdicts(check, loadedRecording({ rounds: 0 }))))).toEqual(new Set(['unknown']));
});

test('rounds are left out where they are few, however many are left', () => {
  const without = (broken: number, path: LoadTrial['path']) =>
    all({
      rounds: 10,
      change: (trial) =>
        trial.round < broken && trial.path === path ? { ...trial, error: 'the client is gone' } : trial,
    })['NAT 1 KB kept'];
  expect(without(2, 'NAT')?.headline).toMatch(/nominal 95 % bootstrap interval .* 8 rounds.* Left out, 2 trials/);
  expect(without(2, 'direct')?.verdict).toBe('pass');
  expect(without(3, 'direct')?.verdict).toBe('unknown');
  expect(without(3, 'NAT')?.headline).toMatch(/, but 3 of 10 rounds broke off\. Left out, 3 trials/);
});

test('a load that the cluster failed is never left out', () => {
  const error = 'the cluster was not whole: director-1 holds no VIP.';
  const lost = all({
    change: (trial) =>
      trial.round === 1 && trial.path === 'NAT' ? { ...trial, error, clusterFailed: true as const } : trial,
  })['NAT 1 KB kept'];
  expect(lost?.verdict).toBe('unknown');
  expect(lost?.headline).toMatch(/^Trial \d+, NAT: the cluster was not whole: director-1 holds no VIP\.$/);
});

test('roles that change within a load leave it no evidence, though they are back when counters are read', () => {
  const observations = [holds(1, 103_000, false), holds(1, 104_000, true)];
  const changed = all({ observations })['NAT 1 KB kept'];
  expect(changed?.verdict).toBe('unknown');
  expect(changed?.headline).toContain('director-1 lost the VIP 198.18.0.10 meanwhile');
});

test('only comparisons through unlimited links are asked', () => {
  const { run } = loadedRecording();
  expect(check.concerns?.(run)).toBe(true);
  expect(check.concerns?.(loadedRecording({ comparison: { linkBitsPerSecond: 1e6 } }).run)).toBe(false);
});
