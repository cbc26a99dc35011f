import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import type { Judgement } from '../harness/model.ts';
import { verdictTable } from './terminal.ts';

const { run } = syntheticRecording({ trialsPerFault: 1 });
const passed: Judgement = {
  check: 'failover-time',
  subject: 'stop-keepalived',
  verdict: 'pass',
  headline: 'Service was impaired for 0.600 s.',
  unit: 'ms',
  measured: { median: 600.4, min: 590.1, max: 610.9, trials: 5 },
  predicted: { low: 0, high: 748.4 },
  bound: 10,
  limit: { low: 0, high: 758.4 },
};
const failed: Judgement = { ...passed, verdict: 'fail', headline: 'It lasted much longer than anybody had predicted.' };

test.each([40, 80, 120])('no line is wider than %i columns', (columns) => {
  const text = verdictTable(run, [passed, failed], columns, { colour: false });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(text).toContain('failover-time');
});

test('a wide terminal gets the spread and the prediction, a narrow one the median', () => {
  expect(verdictTable(run, [passed], 120, { colour: false })).toContain('600.4 [590.1 .. 610.9] ms  0.0 .. 748.4 ms');
  const narrow = verdictTable(run, [passed], 80, { colour: false });
  expect(narrow).toContain('600.4 ms');
  expect(narrow).not.toContain('590.1');
});

test('a terminal of 0 columns counts as 80', () => {
  expect(verdictTable(run, [passed], 0, { colour: false })).toBe(verdictTable(run, [passed], 80, { colour: false }));
});

test('what failed is told in words, then the verdict, then the path', () => {
  const lines = verdictTable(run, [passed, failed], 80, { colour: false, reportPath: '/r/report.html' }).split('\n');
  expect(lines.join(' ')).toContain('much longer than anybody had predicted');
  expect(lines.join(' ')).toContain('Failed: 1 of 2 judgements');
  expect(lines.at(-1)).toBe('Report: /r/report.html');
});

test('colours only where asked for, and they change nothing but colour', () => {
  const plain = verdictTable(run, [passed, failed], 80, { colour: false });
  const coloured = verdictTable(run, [passed, failed], 80, { colour: true });
  expect(stripVTControlCharacters(plain)).toBe(plain);
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('a run that did not come to its end is unknown although all its judgements pass', () => {
  const text = verdictTable({ ...run, status: 'interrupted' }, [passed], 200, { colour: false });
  expect(text).toContain('Unknown: 1 judgement over 4 trials of 4 faults hold, but the run did not come to its end.');
  expect(text).toContain('The run was interrupted after 4 of 4 planned trials.');
  expect(verdictTable({ ...run, trials: [] }, [], 200, { colour: false })).toContain('Unknown: nothing was judged');
  expect(verdictTable({ ...run, kernelTrouble: ['BUG: soft lockup'] }, [passed], 200)).toContain('Unknown: the kernel');
});

test('more judgements than a screen holds are told by check, with those that did not pass in full', () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ ...passed, subject: `subject-${n}` }));
  const text = verdictTable(run, [...many, failed], 80, { colour: false });
  expect(text).toContain('✓ pass  failover-time: 60 of 61');
  expect(text).not.toContain('subject-7');
  expect(text).toContain('✗ fail   failover-time  stop-keepalived');
  expect(text.split('\n').length).toBeLessThan(12);
});
