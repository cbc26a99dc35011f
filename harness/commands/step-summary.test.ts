import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportOfRun } from '../../reports/export/export-input.ts';
import { judgedRun } from '../../reports/export/synthetic-judged.ts';
import { appendStepSummary } from './step-summary.ts';

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
