import { expect, test } from 'vitest';
import type { DrillError } from '../errors.ts';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Run } from '../model.ts';
import { compared, runWith, strictly, timesOf } from './run-under-test.ts';

const metrics = [timesOf([1000, 1001, 1002, 1003, 1004, 1005])];
const services = syntheticTopology().virtualServices.map((one) => ({ ...one, forwardingMethod: 'TUN' as const }));

function refusal(parts: Partial<Run>, options = strictly): DrillError {
  try {
    compared([runWith('a', metrics)], [runWith('b', metrics, parts)], options);
  } catch (error) {
    return error as DrillError;
  }
  throw new Error('nothing was refused');
}

const versions = runWith('v', []).run.versions;
const probe = { intervalMs: 20, deadlineMs: 1000, delayThresholdMs: 50, connections: 4 };
const topology = syntheticTopology();
const trial = { index: 1, fault: 'kill-director', target: 'director-1', phase: 0.5 } as Run['trials'][number];

test.each<[string, Partial<Run>, string]>([
  ['suite', { suite: 'health' }, 'failover in the baseline (results/a), health in candidate (results/b)'],
  ['scenario', { scenario: { name: 'other', summary: '' } }, 'failover in the baseline (results/a), other in'],
  [
    'topology',
    { topology: syntheticTopology({ virtualServices: services }) },
    'virtualServices.0.forwardingMethod is DR',
  ],
  ['kernel', { versions: { ...versions, kernel: '6.12' } }, '7.2.0 in the baseline (results/a), 6.12 in candidate'],
  ['keepalived', { versions: { ...versions, keepalived: '2.4' } }, '2.3.3 in the baseline'],
  [
    'advert-interval',
    { topology: { ...topology, vrrp: { ...topology.vrrp, advertIntervalMs: 5000 } } },
    '1000 ms in the baseline (results/a), 5000 ms in candidate',
  ],
  ['probe', { probe }, 'intervalMs is 10 in the baseline (results/a), 20 in candidate'],
  ['trials', { trialsPerFault: 3 }, '1 in the baseline (results/a), 3 in candidate'],
  ['phases', { trials: [trial] }, 'none in the baseline (results/a), 0.5 in candidate'],
  ['engine', { engine: { kind: 'native', reason: '', cpus: 1, memoryBytes: 1 } }, 'lab in the baseline'],
  [
    'faults',
    { trials: [{ ...trial, level: 3, phase: 0.5 }] },
    'none in the baseline (results/a), kill-director at 3 in',
  ],
  [
    'link-rate',
    {
      comparison: {
        paths: [],
        responseBytes: [],
        connectionUses: [],
        concurrency: 1,
        durationMs: 1,
        linkBitsPerSecond: 9,
      },
    },
    'not limited in the baseline (results/a), 9 bit/s in candidate',
  ],
  [
    'load',
    { comparison: { paths: ['DR'], responseBytes: [100], connectionUses: ['kept'], concurrency: 1, durationMs: 1 } },
    'load differs: paths is nothing in the baseline (results/a), DR in candidate',
  ],
])('what differs in %s is refused by exit code 64, with both values', (field, parts, words) => {
  const error = refusal(parts);
  expect(error.exitCode).toBe(64);
  expect(error.message).toContain(`- ${field} differs: `);
  expect(error.message).toContain(words);
  expect(error.remedy).toContain('--may-differ');
});

test('a field that may differ is told as compared across; another one is still refused', () => {
  const tunnel = runWith('b', metrics, { topology: syntheticTopology({ name: 'tun', virtualServices: services }) });
  const across = compared([runWith('a', metrics)], [tunnel], { mayDiffer: ['topology'], force: false });
  expect(across.across.map(({ field }) => field)).toEqual(['topology']);
  expect(across.forced).toEqual([]);
  expect(refusal({ suite: 'health' }, { mayDiffer: ['topology'], force: false }).message).toContain('suite differs');
});

test('force compares all the same and keeps what was wrong', () => {
  const tunnel = runWith('b', metrics, { topology: syntheticTopology({ virtualServices: services }) });
  const found = compared([runWith('a', metrics)], [tunnel], { mayDiffer: [], force: true });
  expect(found.force).toBe(true);
  expect(found.forced.map(({ field }) => field)).toEqual(['topology']);
});

test('a topology is compared by what is in it, not by its name', () => {
  const renamed = runWith('b', metrics, { topology: syntheticTopology({ name: 'other', summary: 'otherwise' }) });
  expect(compared([runWith('a', metrics)], [renamed]).standing).toBe('same');
});

test('runs of drills are matched by scenario, and one that is on one side only is told of', () => {
  const of = (id: string, name: string) => runWith(id, metrics, { scenario: { name, summary: '' } });
  const found = compared([of('a', 'one'), of('b', 'two')], [of('c', 'two'), of('d', 'three')]);
  expect(found.metrics.map(({ scenario }) => scenario)).toEqual(['two']);
  expect(found.notes).toEqual([
    'Scenario one is in the baseline only, not in candidate.',
    'Scenario three is in candidate only, not in the baseline.',
  ]);
  expect(() => compared([of('a', 'one'), of('b', 'two')], [of('c', 'four'), of('d', 'three')])).toThrow(
    'scenario differs',
  );
});

test('nights of one set must be alike too', () => {
  const other = runWith('b', metrics, { versions: { ...versions, kernel: '6.12' } });
  expect(() => compared([runWith('a', metrics), other], [runWith('c', metrics)])).toThrow(
    '6.12 in baseline (results/b)',
  );
});
