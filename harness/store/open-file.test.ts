import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachLine } from './lines.ts';
import { readText } from './open-file.ts';
import { readRun } from './reader.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-open-'));
  execFileSync('mkfifo', [join(folder, 'fifo'), join(folder, 'run.json')]);
  await symlink('/dev/zero', join(folder, 'zero'));
  await symlink('fifo', join(folder, 'to-fifo'));
  await writeFile(join(folder, 'file'), 'text');
  await writeFile(join(folder, 'huge'), '');
  await truncate(join(folder, 'huge'), 2 ** 40);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('a file is read', () => expect(readText(join(folder, 'file'))).resolves.toBe('text'));

// A FIFO makes its reader wait for somebody to write, and a device never ends.
test.each([
  ['fifo', 'it is no file'],
  ['to-fifo', 'it is no file'],
  ['zero', 'it is no file'],
  ['.', 'it is a folder'],
  ['huge', 'it has 1099511627776 bytes, expected at most'],
  ['nothing', 'ENOENT'],
])('%s is refused at once', (name, why) => expect(readText(join(folder, name))).rejects.toThrow(why));

test('a run.json that is none is told', () =>
  expect(readRun(folder)).rejects.toThrow(/run\.json cannot be read \(it is no file\)/));

test('a file without line ends does not fill the memory', async () => {
  await expect(eachLine(join(folder, 'huge'), () => {})).rejects.toThrow('line 1: longer than 4194304 characters');
});
