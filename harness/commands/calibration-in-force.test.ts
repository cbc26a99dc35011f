import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handMadeCalibration } from '../measure/hand-made-calibration.ts';
import { nightRun, testMachine } from '../measure/synthetic-night.ts';
import type { Run } from '../model.ts';
import { pathOfCalibration, storeCalibration } from '../store/calibrations.ts';
import { carryCalibration } from './calibration-in-force.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-calibrations-'));
});
afterEach(() => rm(folder, { recursive: true }));

const { cpuModel, cpus } = testMachine;
const begun = (parts: Partial<Run> = {}): Run =>
  nightRun('a', [], { machine: { cpuModel, cpus, memoryBytes: 1 }, warnings: [], ...parts });

test('a run carries the last calibration of its machine, also one that failed', async () => {
  const failed = handMadeCalibration({ verdict: 'fail' });
  await storeCalibration(folder, failed);
  const run = begun();
  await carryCalibration(run, folder);
  expect(run.calibration).toEqual(failed);
  expect(run.warnings).toEqual([]);
});

test.each([
  ['there is none', false, begun()],
  ['there is one of another machine', true, begun({ machine: { cpuModel, cpus: 64, memoryBytes: 1 } })],
  ['it is not known what the machine is', true, nightRun('a', [], { warnings: [] })],
  ['the instrument itself is asked', true, begun({ suite: 'calibration' })],
])('a run carries none where %s', async (_, stored, run) => {
  if (stored) await storeCalibration(folder, handMadeCalibration());
  await carryCalibration(run, folder);
  expect(run).not.toHaveProperty('calibration');
  expect(run.warnings).toEqual([]);
});

test('one that is damaged costs a run a warning that names the file and the way out', async () => {
  const path = pathOfCalibration(folder, testMachine);
  await writeFile(path, '{"schema": 1, "mach');
  const run = begun();
  await carryCalibration(run, folder);
  expect(run).not.toHaveProperty('calibration');
  expect(run.warnings).toEqual([expect.stringMatching(/no JSON.*npm run suite calibration/)]);
  expect(run.warnings[0]).toContain(path);
});
