import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { blankRun } from '../measure/synthetic-run.ts';
import { openSession } from '../run/session.ts';
import { Interrupted } from '../run/signals.ts';
import { readRun } from '../store/reader.ts';
import { createRunFolder, type RunFolder } from '../store/run-folder.ts';
import { saveBroken } from './results.ts';
import type { ScenarioRun } from './scenario-run.ts';

let out = '';
let folder: RunFolder;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-results-'));
  folder = await createRunFolder(out, 'failover', new Date('2026-11-20T04:50:12.345Z'));
});
afterEach(() => rm(out, { recursive: true }));

/** A scenario that is being recorded, on an engine whose kernel says that. */
async function recording(kernelTrouble: string[]): Promise<ScenarioRun> {
  const run = blankRun({ status: 'running', endedAt: null, checks: ['fault-confirmed'] });
  const session = await openSession(run, folder, { cluster: {} as Cluster });
  const engine = { logFiles: [], kernelTrouble: async () => kernelTrouble };
  return { session, folder, machine: { engine } } as unknown as ScenarioRun;
}

test('a run that broke off is closed, judged and says why; what fails later is not its doing', async () => {
  const state = await recording(['BUG: soft lockup']);
  await saveBroken(state, new DrillError('The hand has ended.'));
  await saveBroken(state, new Interrupted());
  const { run } = await readRun(folder.path);
  expect(run).toMatchObject({ status: 'broken', verdict: 'unknown', warnings: ['The hand has ended.'] });
  expect(run.kernelTrouble).toEqual(['BUG: soft lockup']);
  expect(run.endedAt).not.toBeNull();
  expect(run.judgements).not.toBeNull();
});

test('one that the user ended is interrupted', async () => {
  await saveBroken(await recording([]), new Interrupted());
  expect((await readRun(folder.path)).run.status).toBe('interrupted');
});
