import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Drill } from '../model.ts';
import { createDrillFolder, readDrill, saveDrill } from './drill-folder.ts';

let out = '';
const startedAt = new Date('2026-11-20T04:50:12.345Z');
const drill: Drill = {
  schema: 1,
  suite: 'reversion',
  summary: 'the old master returns',
  startedAt: startedAt.toISOString(),
  endedAt: null,
  command: 'npm run suite reversion',
  scenarios: ['preempt', 'nopreempt'],
};

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-folder-'));
});
afterEach(() => rm(out, { recursive: true }));

test('one scenario records straight into the folder of its suite', async () => {
  const folder = await createDrillFolder(out, 'failover', startedAt, ['failover']);
  expect(folder.runs.map(({ path }) => path)).toEqual([folder.path]);
  expect((await readdir(folder.path)).sort()).toEqual(['charts', 'logs']);
  expect(await readDrill(folder.path)).toBeNull();
});

test('several scenarios get a folder each, and drill.json names them', async () => {
  const folder = await createDrillFolder(out, 'reversion', startedAt, drill.scenarios);
  expect((await readdir(folder.path)).sort()).toEqual(['nopreempt', 'preempt']);
  await saveDrill(folder, drill);
  await writeFile(join(folder.path, 'nopreempt', 'run.json'), '{}');
  const found = await readDrill(folder.path);
  expect(found?.drill).toEqual(drill);
  // The other one was never begun.
  expect(found?.folder.runs.map(({ path }) => path)).toEqual([join(folder.path, 'nopreempt')]);
});

test.each([
  ['no JSON', 'no JSON'],
  ['{"schema": 9}', 'drill.json'],
  [JSON.stringify({ ...drill, scenarios: ['../../etc'] }), 'drill.json'],
])('a drill.json that is %s is refused', async (text, words) => {
  const folder = await createDrillFolder(out, 'reversion', startedAt, drill.scenarios);
  await writeFile(folder.drillJson, text);
  await expect(readDrill(folder.path)).rejects.toThrow(words === 'no JSON' ? 'drill.json' : words);
});
