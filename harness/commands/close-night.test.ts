import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isThere } from '../is-there.ts';
import { nightResult, nightRun, syntheticNight } from '../measure/synthetic-night.ts';
import type { GateResult, NightResult } from '../model.ts';
import { createNightFolder, type NightFolder, saveNight } from '../store/night-folder.ts';
import { saveRun } from '../store/recorder.ts';
import { runFolderAt } from '../store/run-folder.ts';
import { closeNight, exitCodeOf } from './close-night.ts';

let out = '';
let folder: NightFolder;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'lvs-drill-close-'));
  folder = await createNightFolder(out, new Date('2026-11-20T02:00:00Z'));
  await mkdir(join(folder.path, 'failover-dr'));
  await saveRun(runFolderAt(join(folder.path, 'failover-dr')), nightRun('a', [3000, 3100, 3200]));
});
afterEach(() => rm(out, { recursive: true }));

const gated = (verdict: GateResult['verdict']): Partial<NightResult> => ({
  gate: { verdict, sentence: `It is ${verdict}.`, nights: [], report: null },
});

test.each([
  ['all passed', {}, [], 0],
  ['no baseline yet', gated('no-baseline'), [], 0],
  ['too few to compare', gated('too-few'), [], 0],
  ['better', gated('better'), [], 0],
  ['a check failed', { verdict: 'fail' }, [], 1],
  ['a check failed, and a bug', { verdict: 'fail' }, [new Error('bug')], 1],
  ['worse than the nights before', gated('worse'), [], 1],
  ['cannot be compared', gated('unknown'), [], 2],
  ['a run proved nothing', { verdict: 'unknown' }, [], 2],
  ['the engine failed', { verdict: null, problem: 'gone' }, [], 2],
  ['a bug of ours', { verdict: null, problem: 'x is undefined' }, [new TypeError('x is undefined')], 70],
] as const)('exit code: %s', (_, parts, bugs, code) => {
  const night = syntheticNight([
    nightResult('failover-dr', parts as Partial<NightResult>),
    nightResult('failover-tun'),
  ]);
  expect(exitCodeOf({ night, bugs: [...bugs] })).toBe(code);
});

test('what the user ended is interrupted, whatever failed before', () => {
  const night = syntheticNight([nightResult('failover-dr', { verdict: 'fail' })], { interrupted: true });
  expect(exitCodeOf({ night, bugs: [] })).toBe(130);
});

test('where no link can be made in the place of latest, the night is told all the same', async () => {
  await mkdir(join(out, 'nightly', 'latest', 'somebody'), { recursive: true });
  const stepSummary = join(out, 'step.md');
  const printed: string[] = [];
  const night = syntheticNight([nightResult('failover-dr', gated('no-baseline'))]);
  const outlets = { print: (line: string) => printed.push(line), stepSummary };
  await expect(closeNight({ night, bugs: [] }, folder, outlets)).rejects.toThrow('is no symbolic link');
  expect(await readFile(stepSummary, 'utf8')).toContain('failover-dr');
  expect(printed.join()).toContain('failover-dr');
});

test('a run that cannot be read costs its entry the verdict; the night is told, with latest', async () => {
  await writeFile(join(folder.path, 'failover-dr', 'run.json'), '{"schema": 1,');
  await mkdir(join(folder.path, 'failover-tun'));
  await saveRun(runFolderAt(join(folder.path, 'failover-tun')), nightRun('b', [3000, 3100, 3200]));
  const night = syntheticNight([nightResult('failover-dr'), nightResult('failover-tun')]);
  const stepSummary = join(out, 'step.md');
  const printed: string[] = [];
  const code = await closeNight({ night, bugs: [] }, folder, { print: (line) => printed.push(line), stepSummary });
  expect(code).toBe(2);
  expect(await readFile(folder.report, 'utf8')).toContain('run.json');
  expect(await readFile(stepSummary, 'utf8')).toMatch(/proved nothing: failover\\?-dr/);
  expect(printed.join('\n')).toContain('run.json');
  expect(printed.join('\n')).not.toContain('npm run baseline -- accept');
  expect(await readlink(join(out, 'nightly', 'latest'))).toBe(basename(folder.path));
});

test('where the page cannot be written, summary and latest tell of the night before that is said', async () => {
  await mkdir(folder.report);
  const stepSummary = join(out, 'step.md');
  const night = syntheticNight([nightResult('failover-dr', gated('no-baseline'))]);
  await expect(closeNight({ night, bugs: [] }, folder, { print: () => {}, stepSummary })).rejects.toThrow(
    'report.html',
  );
  expect(await readFile(stepSummary, 'utf8')).toContain('failover-dr');
  expect(await readlink(join(out, 'nightly', 'latest'))).toBe(basename(folder.path));
});

test('page, summary, step summary, latest and the table tell the night', async () => {
  const night = syntheticNight([nightResult('failover-dr', gated('no-baseline'))]);
  await saveNight(folder, night);
  const stepSummary = join(out, 'step.md');
  const printed: string[] = [];
  const code = await closeNight({ night, bugs: [] }, folder, { print: (line) => printed.push(line), stepSummary });
  expect(code).toBe(0);
  expect(await readFile(folder.report, 'utf8')).toContain('no baseline yet');
  expect(await readFile(stepSummary, 'utf8')).toBe(`${await readFile(folder.summary, 'utf8')}\n`);
  expect(await readlink(join(out, 'nightly', 'latest'))).toBe(basename(folder.path));
  expect(printed.join('\n')).toContain('npm run baseline -- accept');
  expect(printed.join('\n')).toContain(folder.report);
});

test('a night that was interrupted before anything was recorded leaves nothing behind', async () => {
  const night = syntheticNight([nightResult('failover-dr', { folders: [], verdict: null })], { interrupted: true });
  await expect(closeNight({ night, bugs: [] }, folder, { print: () => {}, stepSummary: undefined })).rejects.toThrow(
    'Interrupted',
  );
  expect(await isThere(folder.path)).toBe(false);
});

test('one that was interrupted later keeps what there is', async () => {
  const night = syntheticNight(
    [nightResult('failover-dr'), nightResult('failover-tun', { folders: [], verdict: null })],
    { interrupted: true },
  );
  expect(await closeNight({ night, bugs: [] }, folder, { print: () => {}, stepSummary: undefined })).toBe(130);
  const page = await readFile(folder.report, 'utf8');
  expect(page).toContain('the user interrupted it');
  expect(page).toContain('failover-tun');
});
