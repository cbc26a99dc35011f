import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DrillError } from '../errors.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Observation } from '../model.ts';
import { type AppendTarget, openRecorder, recordTo, saveRun } from './recorder.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';

let out = '';
let folder: RunFolder;

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-recorder-'));
  folder = await createRunFolder(out, 'failover', new Date('2026-11-20T04:50:12Z'));
});
afterEach(() => rm(out, { recursive: true }));

const logLine = (at: number): Observation => ({
  series: 'keepalived-log',
  at,
  node: 'director-1',
  value: { line: `line ${at} µs` },
});

test('every observation is one line, in the order it was handed over', async () => {
  const recorder = await openRecorder(folder);
  for (let at = 0; at < 5000; at += 1) recorder.record(logLine(at));
  await recorder.flush();
  const flushed = (await readFile(folder.observations, 'utf8')).trimEnd().split('\n');
  expect(flushed.map((line) => JSON.parse(line).at)).toEqual(Array.from({ length: 5000 }, (_, at) => at));
  recorder.record(logLine(5000));
  await recorder.close();
  await recorder.close();
  recorder.record(logLine(5001));
  const closed = (await readFile(folder.observations, 'utf8')).trimEnd().split('\n');
  expect(JSON.parse(closed.at(-1) ?? '')).toEqual(logLine(5000));
});

test('never more than one write is under way, and what comes meanwhile goes out as one', async () => {
  const writes: { text: string; done: () => void }[] = [];
  const file = fakeFile((text) => new Promise<void>((done) => writes.push({ text, done })));
  const recorder = recordTo(file, 'a file');
  recorder.record(logLine(1));
  await Promise.resolve();
  recorder.record(logLine(2));
  recorder.record(logLine(3));
  await Promise.resolve();
  expect(writes).toHaveLength(1);
  writes[0]?.done();
  const flushed = recorder.flush();
  await expect.poll(() => writes.length).toBe(2);
  expect(writes[1]?.text.split('\n')).toHaveLength(3);
  writes[1]?.done();
  await flushed;
});

test('a failed write is told at once and comes out of flush and close', async () => {
  const told: DrillError[] = [];
  const file = fakeFile(() => Promise.reject(new Error('ENOSPC: no space left on device')));
  const recorder = recordTo(file, '/somewhere/observations.ndjson', (error) => told.push(error));
  recorder.record(logLine(1));
  await expect(recorder.flush()).rejects.toThrow('ENOSPC');
  recorder.record(logLine(2));
  await expect(recorder.close()).rejects.toBeInstanceOf(DrillError);
  expect(told.map((error) => error.message)).toEqual([expect.stringContaining('/somewhere/observations.ndjson')]);
});

test('run.json is replaced whole and nothing stays aside', async () => {
  const { run } = syntheticRecording({ trialsPerFault: 1 });
  await saveRun(folder, { ...run, status: 'running', trials: [] });
  await saveRun(folder, run);
  expect(JSON.parse(await readFile(folder.runJson, 'utf8'))).toEqual(run);
  expect((await readdir(folder.path)).sort()).toEqual(['charts', 'logs', 'run.json']);
});

test('a run.json that cannot be written is an error that names it', async () => {
  const { run } = syntheticRecording({ trialsPerFault: 1 });
  await rm(folder.path, { recursive: true });
  await expect(saveRun(folder, run)).rejects.toThrow(folder.runJson);
});

function fakeFile(append: (text: string) => Promise<void>): AppendTarget {
  return { appendFile: (text) => append(String(text)), datasync: async () => {}, close: async () => {} };
}
