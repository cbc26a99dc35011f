import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../errors.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { storeRecording } from '../store/stored-run.ts';
import { reportCommand } from './report.ts';

let out = '';

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-report-command-'));
});
afterEach(() => rm(out, { recursive: true }));

test('it prints the path of the page; a broken folder is a usage error with its sentence', async () => {
  const folder = await storeRecording(out, syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] }));
  const printed: string[] = [];
  await reportCommand(folder.path, {}, (line) => printed.push(line));
  expect(printed).toEqual([folder.report]);

  await writeFile(folder.runJson, '{"schema": 7}');
  const broken = reportCommand(folder.path, {}, (line) => printed.push(line));
  await expect(broken).rejects.toMatchObject({ exitCode: exitCodes.usage });
  await expect(broken).rejects.toThrow('schema 7');
  await expect(reportCommand(join(out, 'none'))).rejects.toMatchObject({ exitCode: exitCodes.usage });
  expect(printed).toHaveLength(1);
});
