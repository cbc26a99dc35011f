import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runWith, timesOf } from '../compare/run-under-test.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Metric, Run } from '../model.ts';
import { storeRecording } from '../store/stored-run.ts';
import { type CompareCommandOptions, compareCommand } from './compare.ts';

let folder: string;
const kept = (name: string) => join(folder, `${name}.json`);
const keep = (name: string, metrics: Metric[], parts: Partial<Run> = {}) =>
  writeFile(kept(name), JSON.stringify(runWith(name, metrics, parts).run));
const samples = [1000, 1001, 1002, 1003, 1004, 1005];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-command-'));
  const late = samples.map((ms) => ms + 50);
  await keep('before', [timesOf(samples), timesOf(samples, { name: 'switchMs' })]);
  await keep('after', [timesOf(samples), timesOf(late, { name: 'switchMs' })], { startedAt: '2025-02-01T00:00:00Z' });
  await keep('again', [timesOf(samples), timesOf(late, { name: 'switchMs' })], { startedAt: '2025-02-02T00:00:00Z' });
  await keep('other-kernel', [timesOf(samples)], { versions: { ...runWith('', []).run.versions, kernel: '6.12' } });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(folders: string[], options: CompareCommandOptions = {}) {
  const lines: string[] = [];
  const out = join(folder, `out-${Math.round(performance.now() * 1000)}`);
  const code = await compareCommand(folders, { out, ...options }, (line) => lines.push(line));
  return { code, out, text: lines.join('\n') };
}

test('a regression that two nights show ends with 1, is told, drawn and written down', async () => {
  const { code, text, out } = await run([], {
    baseline: [kept('before')],
    candidates: [[kept('after'), kept('again')]],
  });
  expect(code).toBe(1);
  expect(text).toMatch(/▼ worse +switchMs kill-director +1\.002 → 1\.052 s +6, 12 +\+50 ms/);
  expect(text.split('\n').every((line) => line.length <= 80 || line.startsWith('Report: '))).toBe(true);
  expect(text).toContain(`Report: ${join(out, 'compare.html')}`);
  const told = JSON.parse(await readFile(join(out, 'compare.json'), 'utf8'));
  expect(told).toMatchObject({ standing: 'worse', tests: 2, forced: false });
  expect(told.command).toBe(
    `npm run compare -- --baseline ${kept('before')} --candidate ${kept('after')} ${kept('again')} --out ${out}`,
  );
});

test('nothing worse ends with 0, one night that looks worse with 2', async () => {
  expect((await run([kept('before'), kept('after')], { metric: ['detectionMs'] })).code).toBe(0);
  const doubtful = await run([kept('before'), kept('after')]);
  expect(doubtful.code).toBe(2);
  expect(doubtful.text).toContain('looks worse by +50');
});

test('each candidate is a set of its own on one page', async () => {
  const { text, out } = await run([kept('before'), kept('after'), kept('other-kernel')], {
    mayDiffer: ['kernel'],
    metric: ['detectionMs'],
  });
  expect(text).toContain('Compared across: kernel.');
  const told = JSON.parse(await readFile(join(out, 'compare.json'), 'utf8'));
  expect(told.metrics.map(({ candidate }: { candidate: string }) => candidate)).toEqual(['candidate 1', 'candidate 2']);
});

test('a recording without metrics is measured', async () => {
  const { run: made, series } = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 6 });
  const { path } = await storeRecording(folder, { run: { ...made, verdict: 'pass', status: 'judged' }, series });
  const { code, out } = await run([path, path]);
  expect(code).toBe(0);
  const told = JSON.parse(await readFile(join(out, 'compare.json'), 'utf8'));
  const detection = told.metrics.find(({ name }: { name: string }) => name === 'detectionMs');
  expect(detection.baseline.measured).toMatchObject({ trials: 6 });
});

test.each<[string, string[], CompareCommandOptions, string]>([
  ['one set alone', ['before'], {}, 'Name what to compare'],
  ['both ways of naming', ['before', 'after'], { baseline: ['x'] }, 'not both'],
  ['no such field', ['before', 'after'], { mayDiffer: ['colour'] }, "No field is called 'colour'"],
  ['no such metric', ['before', 'after'], { metric: ['speed'] }, 'No run has a metric speed'],
  ['another kernel', ['before', 'other-kernel'], {}, 'kernel differs: 7.2.0'],
])('%s is refused by exit code 64', async (_, names, options, words) => {
  await expect(run(names.map(kept), options)).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(words),
  });
});

test('folders with spaces and signs of a shell are quoted in the command that repeats it', async () => {
  const out = join(folder, "it's $HOME; x");
  await compareCommand([kept('before'), kept('before')], { out }, () => {});
  const told = JSON.parse(await readFile(join(out, 'compare.json'), 'utf8'));
  expect(told.command.endsWith(` --out '${folder}/it'\\''s $HOME; x'`)).toBe(true);
});

test('without --out the page lies in the folder of the candidate', async () => {
  const { run: made, series } = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const { path } = await storeRecording(folder, {
    run: { ...made, verdict: 'pass', metrics: [timesOf(samples)] },
    series,
  });
  await compareCommand([kept('before'), path], { metric: ['detectionMs'], mayDiffer: ['phases', 'faults'] }, () => {});
  expect(await readFile(join(path, 'compare.html'), 'utf8')).toContain('detectionMs');
});
