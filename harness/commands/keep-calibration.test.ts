import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { syntheticCalibration } from '../measure/synthetic-calibration.ts';
import { testMachine } from '../measure/synthetic-night.ts';
import type { Recording, Run } from '../model.ts';
import type { Plan } from '../run/plan.ts';
import { readCalibration } from '../store/calibrations.ts';
import { createDrillFolder, folderOfRun } from '../store/drill-folder.ts';
import { storeInto } from '../store/stored-run.ts';
import { keepCalibration } from './keep-calibration.ts';
import type { SuiteOptions } from './suite.ts';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-calibration-'));
});
afterEach(() => rm(out, { recursive: true }));

const startedAt = new Date('2026-11-20T02:00:00.000Z');
const { cpuModel, cpus } = testMachine;

function recordingOf(levelMs: number, parts: Partial<Run> = {}): Recording {
  const recording = syntheticCalibration({ trials: [{ levelMs }] });
  const { engine, versions } = recording.run;
  const run: Run = {
    ...recording.run,
    status: 'judged',
    verdict: 'pass',
    judgements: [],
    machine: { cpuModel, cpus, memoryBytes: 1 },
    engine: { ...engine, kind: testMachine.engine },
    versions: { ...versions, kernel: testMachine.kernel },
    ...parts,
  };
  return { ...recording, run };
}

async function kept(
  recordings: Recording[],
  {
    suite = 'calibration',
    planned = recordings.length,
    ...options
  }: Partial<SuiteOptions> & { suite?: string; planned?: number } = {},
) {
  const scenarios = Array.from({ length: planned }, (_, index) => `scenario-${index}`);
  const folder = await createDrillFolder(out, suite, startedAt, scenarios);
  for (const [index, recording] of recordings.entries()) await storeInto(folderOfRun(folder, index), recording);
  const plan = { suite: { name: suite }, seed: 7, runs: scenarios.map(() => ({})) } as unknown as Plan;
  const calibrations = join(out, 'calibrations');
  const told = await keepCalibration(
    { plan, options: { out, ...options } },
    { folder, calibrations, startedAt },
    recordings.map(({ run }) => run),
  );
  return { told, stored: await readCalibration(calibrations, testMachine) };
}

test('a whole drill is stored, and where is told; its seed is its own affair', async () => {
  const { told, stored } = await kept([recordingOf(50), recordingOf(303)], { seed: 11, engine: 'lab' });
  expect(told).toMatch(/^Stored as the calibration of this machine.*: \/.*\/calibrations\/lab-7\.2\.7-.*\.json$/);
  expect(stored).toMatchObject({ startedAt: startedAt.toISOString(), verdict: 'pass' });
  expect(stored?.errors.map(({ outageMs }) => outageMs)).toEqual([50, 50, 303, 303]);
});

test.each([
  ['fail', 'with its failure'],
  ['unknown', 'proved nothing'],
] as const)('one whose verdict is %s is stored with it', async (verdict, words) => {
  const { told, stored } = await kept([recordingOf(50), recordingOf(303, { verdict })]);
  expect(told).toContain(words);
  expect(stored?.verdict).toBe(verdict);
});

test.each([
  ['some of its scenarios', { scenario: ['outage'] }, 'changed by --scenario outage'],
  ['fewer trials', { trials: 1 }, 'changed by --trials 1'],
  ['another interval', { probeInterval: 20 }, 'changed by --probe-interval 20'],
  ['another fault', { fault: ['noop'] }, 'changed by --fault noop'],
  ['a scenario that was not run', { planned: 2 }, '1 of 2 scenarios were not run'],
])('one with %s is not, and why is told', async (_, options, words) => {
  const { told, stored } = await kept([recordingOf(50)], options);
  expect(told).toContain('Not stored as the calibration of this machine');
  expect(told).toContain(words);
  expect(stored).toBeNull();
});

test.each([
  ['that was interrupted', { status: 'interrupted' }],
  ['that broke off', { status: 'broken' }],
  ['that lacks a trial', { plannedTrials: 2 }],
] as const)('one with a scenario %s is not', async (_, parts) => {
  const { told, stored } = await kept([recordingOf(50), recordingOf(303, parts)]);
  expect(told).toContain('did not come to its end');
  expect(stored).toBeNull();
});

test('other suites have none, and nothing is told', async () => {
  expect(await kept([recordingOf(50)], { suite: 'failover' })).toEqual({ told: null, stored: null });
});
