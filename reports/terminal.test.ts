import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { handMadeCalibration } from '../harness/measure/hand-made-calibration.ts';
import { syntheticRecording } from '../harness/measure/synthetic-run.ts';
import type { Judgement } from '../harness/model.ts';
import { notCalibrated } from './calibration-words.ts';
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

test('how far the prober is off stands below the verdict, or that nobody knows', () => {
  const calibrated = verdictTable({ ...run, calibration: handMadeCalibration({ verdict: 'fail' }) }, [passed], 60, {
    colour: false,
  });
  expect(calibrated.replaceAll('\n', ' ')).toMatch(
    /4 faults hold\. Calibrated error of an outage at 10 ms: .*That calibration failed\./,
  );
  expect(Math.max(...calibrated.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(verdictTable(run, [passed], 200, { colour: false })).toContain(notCalibrated);
});

test('more judgements than a screen holds are told by check, with those that did not pass in full', () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ ...passed, subject: `subject-${n}` }));
  const text = verdictTable(run, [...many, failed], 80, { colour: false });
  expect(text).toContain('✓ pass  failover-time: 60 of 61');
  expect(text).not.toContain('subject-7');
  expect(text).toContain('✗ fail   failover-time  stop-keepalived');
  expect(text.split('\n').length).toBeLessThan(14);
});

test('hundreds that did not pass: the worst of each check, how many more, and no line too long', () => {
  const judgements = ['balance-share', 'balance-sequence'].flatMap((check) =>
    Array.from({ length: 100 }, (_, n) => ({
      ...failed,
      check,
      subject: `${n} of many services`,
      verdict: n === 50 ? ('fail' as const) : ('unknown' as const),
    })),
  );
  const text = verdictTable(run, judgements, 80, { colour: false });
  expect(text).toContain('balance-share, 50 of many services: It lasted');
  expect(text).toContain('and 96 judgements more: unknown balance-sequence');
  expect(text.split('\n').length).toBeLessThan(60);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('what was skipped is told with its reason, and changes no verdict', () => {
  const reason = 'the kernel has no module ip_vs_twos, and none could be loaded from anywhere on this machine';
  const text = verdictTable({ ...run, skipped: [{ what: 'twos', reason }] }, [passed], 80, { colour: false });
  expect(text).toContain('- skipped  twos: the kernel has no module ip_vs_twos');
  expect(text).toContain('Passed: all 1 judgement');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('trials of schedulers count, and are called so', () => {
  const list = { realServer: 'real-server-1', weight: 1, activeConnections: 0, inactiveConnections: 0 };
  const balance = { traffic: 'sequential', connections: 1, concurrency: 1, requestsPerConnection: 1 } as const;
  const trial = { balance, startedAtMs: 1, endedAtMs: 2, list: [list], kernelConnections: null, loggedRequests: null };
  const balanceTrials = ['198.18.0.100:8000', '198.18.0.100:8001'].map((service, n) => ({
    ...trial,
    index: n + 1,
    service,
  }));
  const of = { ...run, trials: [], faults: [], balanceTrials };
  const told = verdictTable(of, [passed], 200, { colour: false });
  expect(told).toContain('Passed: all 1 judgement over 2 trials of 2 virtual services hold.');
});

test('text from outside does nothing to a terminal', () => {
  const evil = '\u001b[2J\u0007\r\n\u202eowned';
  const text = verdictTable(run, [{ ...failed, subject: evil, headline: `Answered by ${evil}.` }], 200, {
    colour: false,
  });
  expect(text).toContain('owned');
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
});
