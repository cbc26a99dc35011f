import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { calibratedAt } from '../measure/calibrated-error.ts';
import { handMadeCalibration } from '../measure/hand-made-calibration.ts';
import { machineName } from '../measure/machine-kind.ts';
import { acceptedNight, nightRun, testMachine } from '../measure/synthetic-night.ts';
import type { MachineKind } from '../model.ts';
import {
  acceptedFor,
  compactRun,
  dropAccepted,
  pathOfAccepted,
  pooledFor,
  pooledNights,
  readBaselines,
  storeAccepted,
} from './baselines.ts';

let root = '';
beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'lvs-drill-baselines-')), 'baselines');
});
afterEach(() => rm(dirname(root), { recursive: true }));

const nightOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}T02:00:00.000Z`;

test('what was stored comes back', async () => {
  const accepted = acceptedNight(nightOf(1), [nightRun('a', [3000, 3100])], { note: 'a "note"\nwith <b>lines</b>' });
  const path = await storeAccepted(root, accepted);
  expect(path).toBe(join(root, 'lab-7.2.7-2-cpus-test-cpu', 'failover-dr', '2026-11-01T02-00-00Z.json'));
  expect(await readBaselines(root)).toEqual([{ path, accepted }]);
});

test('without a folder nothing is accepted', async () => {
  expect(await readBaselines(root)).toEqual([]);
});

test('only the last nights of an entry are taken together, and only those of such a machine', async () => {
  const elsewhere: MachineKind = { ...testMachine, cpus: 64 };
  for (const day of [7, 3, 1, 2, 6, 4, 5])
    await storeAccepted(root, acceptedNight(nightOf(day), [nightRun(`n${day}`, [3000])]));
  await storeAccepted(root, acceptedNight(nightOf(8), [nightRun('m', [3000])], { machine: elsewhere }));
  await storeAccepted(root, acceptedNight(nightOf(9), [nightRun('o', [3000])], { entry: 'failover-tun' }));
  const stored = await readBaselines(root);
  expect(pooledFor(stored, testMachine, 'failover-dr').map(({ accepted }) => accepted.night)).toEqual(
    [3, 4, 5, 6, 7].map(nightOf),
  );
  expect(pooledNights).toBe(5);
  expect(acceptedFor(stored, testMachine, 'failover-dr')).toHaveLength(7);
  expect(pooledFor(stored, elsewhere, 'failover-dr')).toHaveLength(1);
  expect(pooledFor(stored, { ...testMachine, kernel: '7.2.8' }, 'failover-dr')).toEqual([]);
});

test('what is dropped is gone, with the folders that are empty then; others stay', async () => {
  const first = await storeAccepted(root, acceptedNight(nightOf(1), [nightRun('a', [3000])]));
  const second = await storeAccepted(root, acceptedNight(nightOf(2), [nightRun('b', [3000])], { entry: 'health' }));
  const stored = await readBaselines(root);
  await dropAccepted(stored.filter(({ path }) => path === first));
  expect(await readdir(dirname(dirname(second)))).toEqual(['health']);
  await dropAccepted(stored.filter(({ path }) => path === second));
  expect(await readdir(root)).toEqual([]);
});

test('a file that is none is named', async () => {
  await mkdir(join(root, 'lab', 'x'), { recursive: true });
  await writeFile(join(root, 'lab', 'x', 'y.json'), '{"schema": 1}');
  await expect(readBaselines(root)).rejects.toThrow('y.json is no accepted night');
  await expect(readBaselines(root)).rejects.toMatchObject({ exitCode: 64 });
});

test('a file that was moved to where another machine’s belong is not taken for theirs', async () => {
  const accepted = acceptedNight(nightOf(1), [nightRun('a', [3000])]);
  const path = await storeAccepted(root, accepted);
  const other = pathOfAccepted(root, { ...accepted, machine: { ...testMachine, kernel: '6.1.0' } });
  await mkdir(dirname(other), { recursive: true });
  await rename(path, other);
  await expect(readBaselines(root)).rejects.toThrow('another machine, entry or night');
});

test.each([
  ['../../etc', '../../etc/passwd'],
  ['.', '..'],
  ['A  (R) CPU @ 2.90GHz/..\\', '7.2.7\n'],
])('a machine’s name is one folder’s, whatever it says of itself: %j', (cpuModel, kernel) => {
  const name = machineName({ cpuModel, kernel, cpus: 2, engine: 'native' });
  expect(name).toMatch(/^native-[a-z0-9.-]*[a-z0-9]$/);
  expect(name).not.toContain('..');
});

test('an accepted run keeps what decides whether it can be compared, and not what is long', async () => {
  const run = nightRun('a', [3000], {
    judgements: [],
    calibration: handMadeCalibration(),
    loadTrials: [],
    balanceTrials: [
      {
        index: 1,
        service: '198.18.0.100:80',
        balance: { traffic: 'held', connections: 100, concurrency: 10, requestsPerConnection: 1 },
        startedAtMs: 1,
        endedAtMs: 2,
        list: [{ realServer: 'real-server-1', weight: 1, activeConnections: 0, inactiveConnections: 0 }],
        kernelConnections: { 'real-server-1': 100 },
        loggedRequests: { 'real-server-1': 100 },
      },
    ],
  });
  const compact = compactRun(run);
  expect(compact.metrics).toEqual(run.metrics);
  expect(compact.topology).toEqual(run.topology);
  expect(compact.balanceTrials?.[0]).toMatchObject({ balance: { traffic: 'held' }, list: [], kernelConnections: null });
  expect(compact).not.toHaveProperty('loadTrials');
  // Of a calibration, what a report of it tells.
  expect(compact.calibration?.errors.every(({ probeIntervalMs }) => probeIntervalMs === 10)).toBe(true);
  expect(compact.calibration === undefined ? null : calibratedAt(compact.calibration, 10)).toEqual(
    calibratedAt(handMadeCalibration(), 10),
  );
  // A compact run is still a run.
  const path = await storeAccepted(root, acceptedNight(nightOf(1), [compact]));
  expect((await readBaselines(root)).map(({ path: one }) => one)).toEqual([path]);
  expect((await readFile(path, 'utf8')).split('\n').length).toBeLessThan(40);
});
