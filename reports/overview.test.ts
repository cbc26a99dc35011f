import { access, appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../harness/errors.ts';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import type { Drill } from '../harness/model.ts';
import { createDrillFolder, type DrillFolder, folderOfRun, saveDrill } from '../harness/store/drill-folder.ts';
import { storeInto } from '../harness/store/stored-run.ts';
import { writeReport } from './write-report.ts';

const drill: Drill = {
  schema: 1,
  suite: 'reversion',
  summary: 'the old master returns <again>',
  startedAt: '2026-11-20T04:50:12.000Z',
  endedAt: null,
  command: 'npm run suite reversion',
  scenarios: ['preempt', 'nopreempt', 'never-begun'],
};
let out = '';
let folder: DrillFolder;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-overview-'));
  folder = await createDrillFolder(out, drill.suite, new Date(drill.startedAt), drill.scenarios);
  await saveDrill(folder, drill);
  for (const [index, name] of ['preempt', 'nopreempt'].entries()) {
    const scenario = { name, summary: `what ${name} does` };
    const skipped = [{ what: 'twos', reason: 'no module' }];
    const run = { scenario, suite: drill.suite, checks: ['detection-time'], status: 'judged' as const, skipped };
    await storeInto(
      folderOfRun(folder, index),
      syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'], run }),
    );
  }
});
afterEach(() => rm(out, { recursive: true }));

test('a drill has one report over all scenarios, and each its own; drawing again gives the same bytes', async () => {
  const report = await writeReport(folder.path);
  expect(report).toBe(join(folder.path, 'report.html'));
  const text = await readFile(report, 'utf8');
  for (const name of ['preempt', 'nopreempt']) {
    expect(text).toContain(`<section id="${name}"`);
    expect(text).toContain(`href="./${name}/report.html"`);
    expect(text).toContain(`what ${name} does`);
    expect(await readFile(join(folder.path, name, 'report.html'), 'utf8')).toContain(`reversion, ${name} on dr-pair`);
  }
  expect(text).toContain('npm run suite reversion');
  // Above all scenarios once, however many lack it.
  expect(text.split('<section')[0]?.split('Skipped: twos: no module.')).toHaveLength(2);
  expect(text).toContain('the old master returns &lt;again&gt;');
  await writeReport(folder.path);
  expect(await readFile(report, 'utf8')).toBe(text);
});

test('charts of the same name in several scenarios stay apart, and are found', async () => {
  const text = await readFile(await writeReport(folder.path), 'utf8');
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...text.matchAll(/href="(\.\/[^"]+\.png)"/g)].map((match) => match[1] ?? '');
  expect(links).toContain('./preempt/charts/failover-time.png');
  for (const link of links) await access(join(folder.path, link));
  expect(text).not.toContain('href="charts/');
});

test('a scenario that was never begun makes the drill unknown, and is named', async () => {
  const text = await readFile(await writeReport(folder.path), 'utf8');
  expect(text).toContain('<title>unknown: reversion');
  expect(text).toContain('Unknown: never-begun proved nothing, of 3 scenarios.');
  expect(text).not.toContain('href="#never-begun"');
});

test('a scenario can be drawn alone', async () => {
  const own = folderOfRun(folder, 0);
  expect(await writeReport(own.path)).toBe(own.report);
});

test.each([
  ['observations.ndjson', 'gone', 'cannot be read (ENOENT'],
  ['observations.ndjson', 'broken', 'no observation'],
  ['run.json', 'gone', 'cannot be read (ENOENT'],
  ['run.json', 'broken', 'no JSON'],
])('a scenario whose %s is %s is told of, and the others are drawn', async (file, how, says) => {
  const path = join(folder.path, 'preempt', file);
  if (how === 'gone') await rm(path);
  else if (file === 'run.json') await writeFile(path, '{ "schema": 1,');
  else await appendFile(path, 'no line of ours\n');
  const text = await readFile(await writeReport(folder.path), 'utf8');
  expect(text).toContain('<title>unknown: reversion');
  expect(text).toContain('Unknown: preempt, never-begun proved nothing, of 3 scenarios.');
  const rows = text.split('<tr').filter((row) => row.includes('It cannot be read: '));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/>preempt</);
  expect(rows[0]).toContain(`preempt/${file}`);
  expect(rows[0]).toContain(says);
  expect(text).not.toContain(out);
  expect(text).toContain('<section id="nopreempt"');
  expect(text).not.toContain('<section id="preempt"');
  expect(await readFile(join(folder.path, 'nopreempt', 'report.html'), 'utf8')).toContain('nopreempt on dr-pair');
  for (const name of ['junit.xml', 'summary.md', 'ctrf.json']) {
    const exported = await readFile(join(folder.path, name), 'utf8');
    expect(exported, name).toContain('It cannot be read: ');
    expect(exported, name).toContain('It was not run.');
  }
});

test('a drill of which no scenario can be read is a usage error that names the first', async () => {
  for (const name of ['preempt', 'nopreempt']) await rm(join(folder.path, name, 'observations.ndjson'));
  const writing = writeReport(folder.path);
  await expect(writing).rejects.toMatchObject({ exitCode: exitCodes.usage });
  await expect(writing).rejects.toThrow('preempt/observations.ndjson cannot be read');
});
