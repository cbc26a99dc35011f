import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../errors.ts';
import { blankRun } from '../measure/synthetic-run.ts';
import { refreshLibrary } from './library.ts';
import { reportCommand } from './report.ts';

let out = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-library-command-'));
});
afterEach(() => rm(out, { recursive: true }));

async function addRun(name: string): Promise<void> {
  await mkdir(join(out, name));
  await writeFile(join(out, name, 'run.json'), JSON.stringify(blankRun({})));
}

const index = () => readFile(join(out, 'index.html'), 'utf8');

test('--index prints where the page is; a folder that is not there, or two wishes at once, are usage errors', async () => {
  const printed: string[] = [];
  await reportCommand(undefined, { index: out }, (line) => printed.push(line));
  expect(printed).toEqual([join(out, 'index.html')]);
  const usage = { exitCode: exitCodes.usage };
  await expect(reportCommand(undefined, { index: join(out, 'none') })).rejects.toMatchObject(usage);
  await expect(reportCommand(out, { index: out })).rejects.toMatchObject(usage);
  await expect(reportCommand(undefined)).rejects.toMatchObject(usage);
});

test('a page that is there is kept fresh, and none is made where nobody asked for one', async () => {
  await addRun('first');
  await refreshLibrary(out);
  expect(await readdir(out)).toEqual(['first']);
  await reportCommand(undefined, { index: out }, () => {});
  await addRun('second');
  await refreshLibrary(out);
  expect(await index()).toContain('href="./second/run.json"');
});

test('somebody else’s index.html is left alone, and what goes wrong is said, not thrown', async () => {
  const complaints: string[] = [];
  await writeFile(join(out, 'index.html'), 'mine');
  await refreshLibrary(out, (line) => complaints.push(line));
  expect(await index()).toBe('mine');
  expect(complaints).toEqual([]);

  // The page's own path is as long as Linux allows (4095 bytes), so what is written beside it has none.
  const room = 4095 - '/index.html'.length - out.length;
  const deep = join(out, ...Array.from({ length: Math.ceil(room / 200) }, () => 'd'.repeat(199))).slice(
    0,
    out.length + room,
  );
  await mkdir(deep, { recursive: true });
  await writeFile(join(deep, 'index.html'), '<meta name="generator" content="lvs-drill 0.1.0">');
  await refreshLibrary(deep, (line) => complaints.push(line));
  expect(complaints).toEqual([expect.stringContaining('could not be written again')]);
});
