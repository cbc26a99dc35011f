import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runFiles } from './run-files.ts';
import { runFolderAt } from './run-folder.ts';

let path = '';
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'lvs-drill-files-'));
});
afterEach(() => rm(path, { recursive: true }));

test('what was recorded is listed with its size, logs by their names, and nothing that is drawn', async () => {
  await mkdir(join(path, 'logs', 'folder'), { recursive: true });
  await mkdir(join(path, 'charts'));
  for (const name of ['logs/b.log', 'logs/a.log', 'capture.pcap', 'report.html', 'charts/a.png', 'run.json'])
    await writeFile(join(path, name), name);
  expect(await runFiles(runFolderAt(path))).toEqual([
    { path: 'capture.pcap', bytes: 12 },
    { path: 'logs/a.log', bytes: 10 },
    { path: 'logs/b.log', bytes: 10 },
  ]);
});

test('a folder with nothing in it has no files', async () => {
  expect(await runFiles(runFolderAt(path))).toEqual([]);
});
