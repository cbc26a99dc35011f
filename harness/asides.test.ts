import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeReport } from '../reports/write-report.ts';
import { asideOf, isAside, sweepAsides } from './asides.ts';
import { identityAsFileName, ownIdentity } from './process-identity.ts';
import { createRunFolder } from './store/run-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-asides-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The name that a process had given which is gone. */
async function orphanOf(name: string): Promise<string> {
  return `${name}.0a1b2c3d.${identityAsFileName({ ...(await ownIdentity()), startTicks: '1' })}`;
}

test('swept: files and folders of makers that are gone, nothing else', async () => {
  const own = await asideOf(join(folder, 'run.json'));
  await writeFile(own, '');
  await writeFile(join(folder, await orphanOf('run.json')), '');
  await mkdir(join(folder, await orphanOf('rootfs-1'), 'lib'), { recursive: true });
  for (const name of ['run.json', 'notes.2026.txt', 'a.b.c']) await writeFile(join(folder, name), '');
  await sweepAsides(folder);
  expect((await readdir(folder)).sort()).toEqual(['a.b.c', basename(own), 'notes.2026.txt', 'run.json'].sort());
  await sweepAsides(join(folder, 'there', 'is', 'none'));
});

test('a name tells whether it is one of something aside', async () => {
  expect(isAside(basename(await asideOf(join(folder, 'run.json'))))).toBe(true);
  for (const name of ['run.json', '.latest', 'a.b_c_d']) expect(isAside(name)).toBe(false);
});

test('what a killed run left half written goes with its next report, and with the next run of its suite', async () => {
  const suite = join(folder, 'failover');
  const run = join(suite, '2026-11-20T04-50-12Z');
  await mkdir(join(run, 'charts'), { recursive: true });
  for (const parent of [run, join(run, 'charts'), suite]) await writeFile(join(parent, await orphanOf('x')), 'half');
  await expect(writeReport(run)).rejects.toThrow('run.json cannot be read');
  expect(await readdir(run)).toEqual(['charts']);
  expect(await readdir(join(run, 'charts'))).toEqual([]);
  for (const parent of [folder, suite]) await writeFile(join(parent, await orphanOf('.latest')), '');
  await createRunFolder(folder, 'failover', new Date());
  expect([...(await readdir(folder)), ...(await readdir(suite))].filter(isAside)).toEqual([]);
});
