import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blankRun } from '../measure/synthetic-run.ts';
import { openRecorder, saveRun } from '../store/recorder.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { inspectFolder, runFoldersIn } from './found-folder.ts';
import { withFolders } from './perform.ts';
import type { EventLine, SoakReport } from './report.ts';
import { appendEvent, createSoakFolder } from './soak-folder.ts';
import { ending, folder as foundFolder } from './synthetic-aftermath.ts';
import { soakTable } from './table.ts';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-soak-telling-'));
});
afterEach(() => rm(out, { recursive: true }));

const report = async () => ending();

test('each event is a line on the disk as soon as it is told', async () => {
  const folder = await createSoakFolder(out, new Date());
  for (const number of [1, 2]) {
    await appendEvent(folder, { number } as EventLine);
    expect((await readFile(folder.events, 'utf8')).trim().split('\n')).toHaveLength(number);
  }
});

test('a run that was killed while it recorded is read as it is: running, and judged again', async () => {
  const folder = await createRunFolder(out, 'failover', new Date());
  await saveRun(folder, blankRun({ status: 'running', endedAt: null, verdict: null, checks: ['fault-confirmed'] }));
  await (await openRecorder(folder)).close();
  expect(await runFoldersIn(out)).toEqual([folder.path]);
  const found = await inspectFolder(folder.path, report);
  expect(found).toMatchObject({ there: true, saved: { status: 'running', verdict: null } });
  expect(found.judged?.verdict).not.toBe('pass');
});

test('a folder without a run, and one whose run.json is cut, are told apart', async () => {
  const [none, cut] = [join(out, 'failover', 'a'), join(out, 'failover', 'b')];
  for (const path of [none, cut]) await mkdir(path, { recursive: true });
  await writeFile(join(cut, 'run.json'), '{"schema": 1, "su');
  expect(await inspectFolder(none, report)).toMatchObject({ there: false, saved: null, judged: null });
  expect(await inspectFolder(cut, report)).toMatchObject({ there: true, saved: null, judged: null });
});

test('the table tells what was broken, what grew and what was left out, in so many columns', () => {
  const soak: SoakReport = {
    schema: 1,
    startedAt: '2026-11-20T04:50:12Z',
    endedAt: '2026-11-20T05:50:12Z',
    command: 'npm run soak -- --events 2 --seed 1',
    seed: 1,
    plannedEvents: 2,
    performedEvents: 2,
    leftOut: ['disk-full-run'],
    byEvent: [{ event: 'sigint', performed: 2, tooLate: 0, broken: 1 }],
    invariants: [{ name: 'ends', summary: 'every command ends by itself', broken: 1 }],
    trends: [{ what: 'soakFds', samples: 20, first: 20, last: 39, max: 39, perEvent: 1, verdict: 'grows' }],
    verdict: 'fail',
  };
  const table = soakTable(soak, 80, '/out/soak.json');
  expect(table).toMatch(/sigint +2 +0 +1/);
  expect(table).toMatch(/soakFds +20 +20\.0 +39\.0 +1\.0 +grows/);
  expect(table).toContain('Left out, because only root may do it: disk-full-run.');
  expect(table).toContain('Broken: 2 of 2 events performed, seed 1.');
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('of two suites each has its own folder, one that refused none, one that was killed the one that nobody names', () => {
  const [a, b] = [foundFolder({ path: '/out/a' }), foundFolder({ path: '/out/b' })];
  const killed = ending({ exitCode: null, signal: 'SIGKILL' });
  const refused = ending({ exitCode: 3, stderr: 'The engine already has a network.' });
  const folders = (...given: Parameters<typeof withFolders>) => withFolders(...given).map((one) => one.folder?.path);
  expect(folders([refused, ending()], ['', 'Report: /out/a'], [a])).toEqual([undefined, '/out/a']);
  expect(folders([killed, ending()], ['', 'Report: /out/a'], [a, b])).toEqual(['/out/b', '/out/a']);
  expect(folders([killed], [''], [])).toEqual([undefined]);
});
