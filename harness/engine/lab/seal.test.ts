import { chmod, cp, link, mkdir, mkdtemp, open, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildSealed } from './build-sealed.ts';
import { brokenSeal, sealFiles } from './seal.ts';

const files = ['disk.img', 'lib/c'];
let cache = '';
let folder = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'lvs-drill-seal-'));
  folder = join(cache, 'a');
});
afterEach(() => rm(cache, { recursive: true }));

/** A disk of 64 MB with data at both ends and holes between them, and a library. */
async function fill(where: string): Promise<void> {
  await mkdir(join(where, 'lib'), { recursive: true });
  const disk = await open(join(where, 'disk.img'), 'w');
  await disk.write('first', 0);
  await disk.write('last', 64 * 2 ** 20);
  await disk.close();
  await writeFile(join(where, 'lib/c'), 'code');
}
async function sealed(): Promise<string> {
  await fill(folder);
  await sealFiles(folder, files);
  return join(folder, 'disk.img');
}
/** One byte of it becomes another; size and time of change stay what they were. */
async function tamper(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { atime, mtime } = await file.stat();
  await file.write('F', 0);
  await file.close();
  await utimes(path, atime, mtime);
}

test('files that nobody touched are whole', async () => {
  await sealed();
  expect(await brokenSeal(folder, files)).toBeNull();
});

test('a byte that was changed is found, also where the file has the size and the time it had', async () => {
  await tamper(await sealed());
  expect(await brokenSeal(folder, files)).toBe(`${folder}/disk.img is not what was built: its digest differs`);
});

test('a file that was cut short, or is not there, is found', async () => {
  await truncate(await sealed(), 1000);
  expect(await brokenSeal(folder, files)).toContain('its digest differs');
  await rm(join(folder, 'disk.img'));
  expect(await brokenSeal(folder, files)).toContain('ENOENT');
});

test('a library that was changed is found', async () => {
  await sealed();
  await tamper(join(folder, 'lib/c'));
  expect(await brokenSeal(folder, files)).toContain('lib/c is not what was built');
});

test('a copy, a second name and another mode are read once, and found whole', async () => {
  const disk = await sealed();
  await cp(folder, join(cache, 'copy'), { recursive: true });
  const before = await readFile(join(cache, 'copy/seal.json'), 'utf8');
  expect(await brokenSeal(join(cache, 'copy'), ['lib/c'])).toBeNull();
  expect(await readFile(join(cache, 'copy/seal.json'), 'utf8')).not.toBe(before);
  await link(disk, join(cache, 'second'));
  await chmod(disk, 0o600);
  expect(await brokenSeal(folder, files)).toBeNull();
});

test.each([
  ['none', async () => rm(join(folder, 'seal.json'))],
  ['half of one', async () => truncate(join(folder, 'seal.json'), 20)],
  ['one of nothing', async () => writeFile(join(folder, 'seal.json'), '{}')],
  ['no object', async () => writeFile(join(folder, 'seal.json'), 'null')],
])('a seal that is %s proves nothing', async (_, damage) => {
  await sealed();
  await damage();
  expect(await brokenSeal(folder, files)).toContain(`${folder} does not say what`);
});

test('what is not as it was built is built again, and said; what is whole is not', async () => {
  const said: string[] = [];
  let builds = 0;
  const build = async (aside: string) => {
    builds += 1;
    await fill(aside);
  };
  const ensure = () => buildSealed(folder, files, build, (line) => said.push(line));
  await ensure();
  await ensure();
  expect([builds, said]).toEqual([1, []]);
  await tamper(join(folder, 'disk.img'));
  await ensure();
  expect(builds).toBe(2);
  expect(said).toEqual([`${folder}/disk.img is not what was built: its digest differs; it is built again`]);
  expect(await brokenSeal(folder, files)).toBeNull();
  await ensure();
  expect(builds).toBe(2);
});
