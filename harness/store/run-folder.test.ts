import { mkdir, mkdtemp, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrillError, exitCodes } from '../errors.ts';
import { checkWritable, createRunFolder, findRunFolder, startedAtStamp, syncLatest } from './run-folder.ts';

let out = '';
const startedAt = new Date('2026-11-20T04:50:12.345Z');

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-folder-'));
});
afterEach(() => rm(out, { recursive: true }));

test('the folder is named by suite and start, in UTC, without a colon', async () => {
  const folder = await createRunFolder(join(out, 'deep', 'results'), 'failover', startedAt);
  expect(folder.path).toBe(join(out, 'deep', 'results', 'failover', '2026-11-20T04-50-12Z'));
  expect((await readdir(folder.path)).sort()).toEqual(['charts', 'logs']);
  expect(startedAtStamp(startedAt)).not.toContain(':');
});

test('runs that start in the same second get different folders', async () => {
  const folders = await Promise.all([1, 2, 3].map(() => createRunFolder(out, 'failover', startedAt)));
  expect(folders.map((folder) => basename(folder.path)).sort()).toEqual([
    '2026-11-20T04-50-12Z',
    '2026-11-20T04-50-12Z-2',
    '2026-11-20T04-50-12Z-3',
  ]);
});

test('latest is a relative link to the newest run and is replaced', async () => {
  const first = await createRunFolder(out, 'failover', startedAt);
  const second = await createRunFolder(out, 'failover', new Date('2026-11-20T05:00:00Z'));
  await syncLatest(first);
  await syncLatest(second);
  const link = join(out, 'failover', 'latest');
  expect(await readlink(link)).toBe('2026-11-20T05-00-00Z');
  expect((await readdir(join(out, 'failover'))).filter((name) => name.startsWith('.'))).toEqual([]);
  expect((await findRunFolder(link)).path).toBe(second.path);
});

test('a latest that is a real folder is left alone', async () => {
  const folder = await createRunFolder(out, 'failover', startedAt);
  await mkdir(join(out, 'failover', 'latest'));
  await writeFile(join(out, 'failover', 'latest', 'keep'), '');
  await expect(syncLatest(folder)).rejects.toThrow('is no symbolic link');
  expect(await readdir(join(out, 'failover', 'latest'))).toEqual(['keep']);
});

test.each(['/proc/lvs-drill', '<file>/results'])(
  'a results folder that cannot be written is a usage error: %s',
  async (given) => {
    await writeFile(join(out, 'file'), '');
    const path = given.replace('<file>', join(out, 'file'));
    const error: unknown = await checkWritable(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DrillError);
    expect(error).toMatchObject({ exitCode: exitCodes.usage, remedy: expect.stringContaining('--out') });
    expect((error as DrillError).message).toContain(path);
  },
);

test('checking leaves nothing behind', async () => {
  await checkWritable(out);
  expect(await readdir(out)).toEqual([]);
});

test('a run folder may be named by a file in it, and a missing one is a usage error', async () => {
  const folder = await createRunFolder(out, 'failover', startedAt);
  await writeFile(folder.runJson, '{}');
  expect((await findRunFolder(folder.runJson)).path).toBe(folder.path);
  await expect(findRunFolder(join(out, 'none'))).rejects.toMatchObject({ exitCode: exitCodes.usage });
});

test('what is written below --out stays there, and a file in the way is told', async () => {
  await mkdir(join(out, 'results'));
  await mkdir(join(out, 'elsewhere'));
  await symlink('../elsewhere', join(out, 'results', 'failover'));
  await writeFile(join(out, 'results', 'health'), '');
  const made = (suite: string) => createRunFolder(join(out, 'results'), suite, startedAt);
  await expect(made('failover')).rejects.toThrow('leads out of');
  await expect(made('health')).rejects.toMatchObject({ exitCode: exitCodes.usage });
  expect(await readdir(join(out, 'elsewhere'))).toEqual([]);
});
