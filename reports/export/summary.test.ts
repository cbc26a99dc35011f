import { marked, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import { handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import { notCalibrated } from '../calibration-words.ts';
import { escapeMarkdown } from '../markdown.ts';
import { type ExportInput, exportOfRun } from './export-input.ts';
import { summary } from './summary.ts';
import { hostile, hostileRun, judgedRun, judgement, metric } from './synthetic-judged.ts';

function tablesOf(markdown: string): Tokens.Table[] {
  return marked.lexer(markdown).filter((token): token is Tokens.Table => token.type === 'table');
}

const link = '[report.html](report.html)';
const shown = (input: ExportInput) => marked.parse(summary(input, link), { async: false });

test('the verdict comes first, then what did not pass, the numbers, and the way to the report', () => {
  const run = judgedRun({
    verdict: 'fail',
    judgements: [
      judgement(),
      judgement({ check: 'recording-whole', subject: 'run', measured: null }),
      judgement({ subject: 'pause-director', verdict: 'unknown', headline: 'Not seen.', measured: null }),
      judgement({ subject: 'stop-keepalived', verdict: 'fail', headline: 'Too late.' }),
    ],
  });
  const markdown = summary(exportOfRun(run), link);
  expect(markdown).toMatch(/^## ✗ fail: failover on dr-pair\n\n\*\*Failed: 1 of 4 judgements/);
  const [checks, numbers] = tablesOf(markdown);
  expect(checks?.rows.map((row) => [row[0]?.text, row[2]?.text])).toEqual([
    ['✗ fail', 'stop-keepalived'],
    ['? unknown', 'pause-director'],
    ['✓ pass', 'kill-director'],
  ]);
  expect(checks?.rows[2]?.map((cell) => cell.text)).toContain('3.661 \\[3.650 .. 3.670\\] s');
  expect(markdown).toContain('Besides: 1 judgement ✓ pass.');
  expect(numbers?.rows[0]?.map((cell) => cell.text)).toEqual([
    'detectionMs',
    'kill-director',
    '3.661 \\[3.650 .. 3.670\\] s',
    '± 1 ms',
    '3.648 .. 3.650 s',
    '3',
  ]);
  const html = shown(exportOfRun(run));
  expect(html).toContain('<a href="report.html">report.html</a>');
  expect(html).toContain('<code>npm run suite failover -- --seed 1</code>');
});

test('how far the prober is off stands behind the numbers, once for runs that say the same', () => {
  const calibration = handMadeCalibration({ gitCommit: '<b>|</b>', verdict: 'fail' });
  const run = judgedRun({ calibration });
  const markdown = summary({ ...exportOfRun(run), scenarios: ['a', 'b'], runs: [run, run] }, link);
  expect(markdown.match(/Calibrated error of an outage at 10 ms: time-stamp method at most 6\.2 ms/g)).toHaveLength(1);
  expect(markdown.indexOf('Calibrated error')).toBeGreaterThan(markdown.indexOf('### Numbers'));
  expect(markdown).toContain('That calibration failed.');
  expect(markdown).not.toContain('<b>');
  expect(summary(exportOfRun(judgedRun()), link)).toContain(escapeMarkdown(notCalibrated));
});

test('of a number with many subjects the worst is told; a drill has a table of its scenarios', () => {
  const metrics = Array.from({ length: 20 }, (_, index) =>
    metric({ subject: `service ${index}`, samples: [index % 13] }),
  );
  const run = judgedRun({ metrics, scenario: { name: 'one', summary: 'the first' } });
  const [scenarios, numbers] = tablesOf(summary({ ...exportOfRun(run), scenarios: ['one', 'two'] }, link));
  expect(scenarios?.rows.map((row) => row.map((cell) => cell.text).slice(0, 2))).toEqual([
    ['one', '✓ pass'],
    ['two', '? unknown'],
  ]);
  expect(numbers?.rows).toHaveLength(1);
  expect(numbers?.rows[0]?.[2]?.text).toBe('worst of 20: service 12');
});

test('a number is not told without the trials in which it was larger than could be measured', () => {
  const metrics = [
    metric({ samples: [3650, 3660], beyond: 1 }),
    metric({ name: 'failoverMs', samples: [], beyond: 2, predicted: null, bound: null }),
  ];
  const numbers = tablesOf(summary(exportOfRun(judgedRun({ metrics })), link)).at(-1);
  expect(numbers?.rows.map((row) => [row[0]?.text, row[5]?.text])).toEqual([
    ['detectionMs', '2, and 1 beyond measure'],
    ['failoverMs', '0, and 2 beyond measure'],
  ]);
  const many = Array.from({ length: 20 }, (_, index) => metric({ subject: `${index}`, samples: [9 - index / 10] }));
  const worst = metric({ subject: 'dead', samples: [], beyond: 1 });
  const told = tablesOf(summary(exportOfRun(judgedRun({ metrics: [...many, worst] })), link)).at(-1);
  expect(told?.rows[0]?.[1]?.text).toBe('worst of 21: dead');
});

test('hostile texts become neither markup nor cells', () => {
  const input = exportOfRun(hostileRun());
  const markdown = summary(input, link);
  const [checks, numbers] = tablesOf(markdown);
  expect(checks?.header).toHaveLength(7);
  expect(checks?.rows.map((row) => row.length)).toEqual([7, 7, 7]);
  expect(checks?.rows[0]?.[2]?.tokens.map((token) => token.type)).not.toContain('link');
  expect(numbers?.rows.map((row) => row.length)).toEqual([6]);
  const html = shown(input);
  expect(html).not.toMatch(/<(img|!--|em>|s>)|javascript:f"|<h1/);
  // The only link is ours.
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(html).toContain('&lt;img src=x onerror=g&gt;');
  expect(markdown).not.toContain('\u001b');
});

test('whatever the run, it stays below what a CI system takes', () => {
  const long = hostile.repeat(200);
  const judgements = Array.from({ length: 3000 }, (_, index) =>
    judgement({ verdict: 'fail', subject: `${index}${long}`, headline: long, check: long, unit: long }),
  );
  const metrics = judgements.map((_, index) => metric({ name: `${index}${long}`, subject: long, unit: long }));
  const skipped = judgements.map((_, index) => ({ what: `${index}${long}`, reason: long }));
  const run = judgedRun({ judgements, metrics, skipped, verdict: 'fail', command: long });
  const scenarios = Array.from({ length: 300 }, (_, index) => `${index}${'漢'.repeat(500)}`);
  const text = summary({ ...exportOfRun(run), scenarios: [run.scenario.name, ...scenarios] }, link);
  expect(Buffer.byteLength(text)).toBeLessThan(1e6);
  expect(text).toContain('2960 judgements ✗ fail');
});
