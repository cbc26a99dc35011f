import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrillError, exitCodes } from '../errors.ts';
import { makeWritable, replaceFile, unwritable } from './replace-file.ts';

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-replace-'));
});
afterEach(() => rm(out, { recursive: true }));

test('many that write one file at the same moment leave the whole text of one of them, and nothing else', async () => {
  const path = join(out, 'index.html');
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));
  await Promise.all(texts.map((text, index) => replaceFile(path, text, { sync: index === 0 })));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(out)).toEqual(['index.html']);
});

test('what cannot take its place is an error that names the place, and nothing stays aside', async () => {
  const path = join(out, 'report.html');
  await mkdir(join(path, 'occupied'), { recursive: true });
  const replacing = replaceFile(path, 'new');
  await expect(replacing).rejects.toBeInstanceOf(DrillError);
  await expect(replacing).rejects.toMatchObject({ exitCode: exitCodes.usage, remedy: expect.stringContaining('Name') });
  await expect(replacing).rejects.toThrow(`${path} cannot be written (`);
  expect(await readdir(out)).toEqual(['report.html']);
});

test('a folder below a file cannot be made, and that is no bug', async () => {
  await replaceFile(join(out, 'file'), '');
  await expect(makeWritable(join(out, 'file', 'charts'), out)).rejects.toMatchObject({ exitCode: exitCodes.usage });
});

test.each([
  ['ENOSPC', exitCodes.cannotRun],
  ['EDQUOT', exitCodes.cannotRun],
  ['EACCES', exitCodes.usage],
  ['EROFS', exitCodes.usage],
])('%s ends with exit code %i and says what to do', (code, exitCode) => {
  const error = unwritable('/results/report.html', Object.assign(new Error(`${code}: told by the kernel`), { code }));
  expect(error).toMatchObject({ exitCode, remedy: expect.stringMatching(/\.$/) });
  expect(error.message).toBe(`/results/report.html cannot be written (${code}: told by the kernel).`);
});
