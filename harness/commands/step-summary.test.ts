import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportOfRun } from '../../reports/export/export-input.ts';
import { judgedRun } from '../../reports/export/synthetic-judged.ts';
import { isThere } from '../is-there.ts';
import { furnishDrillFolder } from '../store/drill-folder.ts';
import { saveRun } from '../store/recorder.ts';
import { appendBrokenSummary, appendStepSummary } from './step-summary.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-summary-'));
});
afterEach(() => rm(folder, { recursive: true }));

const input = exportOfRun(judgedRun());
const report = join(process.cwd(), 'results/failover/x/report.html');

test('the summary is appended to what other steps wrote, with the path of the report in place of a link', async () => {
  const file = join(folder, 'summary');
  await writeFile(file, '# Before\n');
  await appendStepSummary(input, report, file);
  await appendStepSummary(input, report, file);
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^# Before\n## ✓ pass: failover on dr-pair\n/);
  expect(text.match(/^## ✓ pass/gm)).toHaveLength(2);
  expect(text).toContain('Report: `results/failover/x/report.html`');
  expect(text).not.toContain('](');
});

test('without the variable nothing is written; a file that cannot be written is told, and ends nothing', async () => {
  const told: string[] = [];
  const warn = (line: string) => told.push(line);
  await appendStepSummary(input, report, undefined, warn);
  await appendStepSummary(input, report, '', warn);
  expect(told).toEqual([]);
  const file = join(folder, 'absent', 'summary');
  await appendStepSummary(input, report, file, warn);
  expect(told.join()).toContain(`could not be appended to ${file}`);
});

test('a suite that broke off is summarised from the scenarios that it left behind', async () => {
  const file = join(folder, 'summary');
  const told: string[] = [];
  const warn = (line: string) => told.push(line);
  const { runs: _, ...facts } = input;
  const scenarios = [...input.scenarios, 'damaged', 'never'];
  await mkdir(join(folder, 'drill'));
  const drill = await furnishDrillFolder(join(folder, 'drill'), scenarios);
  await appendBrokenSummary({ ...facts, scenarios }, drill, file, warn);
  expect(await isThere(file)).toBe(false);
  const [whole, damaged] = drill.runs;
  if (whole === undefined || damaged === undefined) throw new Error('the drill has no folders');
  await saveRun(whole, judgedRun());
  await writeFile(damaged.runJson, '{');
  await appendBrokenSummary({ ...facts, scenarios }, drill, file, warn);
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^## \? unknown: failover on dr-pair\n/);
  expect(text).toContain('It was not run.');
  expect(told.join()).toContain(damaged.runJson);
});
