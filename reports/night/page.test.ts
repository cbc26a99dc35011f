import { marked } from 'marked';
import { expect, test } from 'vitest';
import { handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import { nightResult, nightRun, syntheticNight } from '../../harness/measure/synthetic-night.ts';
import type { GateResult, Night } from '../../harness/model.ts';
import { notCalibrated } from '../calibration-words.ts';
import { nightPage } from './page.ts';
import { nightSummary } from './summary.ts';
import { nightTable } from './table.ts';
import { nightVerdict } from './verdict.ts';
import { acceptWords, type NightPart, nightSentence } from './words.ts';

const gate = (verdict: GateResult['verdict'], parts: Partial<GateResult> = {}): GateResult => ({
  verdict,
  sentence: `What is ${verdict}.`,
  nights: [],
  report: null,
  ...parts,
});

const run = nightRun('a', [2900, 3000, 3100]);
const dr: NightPart = {
  result: nightResult('failover-dr', {
    gate: gate('not-worse', { nights: ['2026-11-19T02:00:00.000Z'], report: 'comparisons/failover-dr/compare.html' }),
  }),
  times: [[run]],
};

function nightOf(parts: NightPart[], more: Partial<Night> = {}): Night {
  return syntheticNight(
    parts.map(({ result }) => result),
    more,
  );
}

const textOf = (markup: string) =>
  markup
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

test('a row for each method and fault: measured beside predicted, with the verdicts and links', () => {
  const page = nightPage(nightOf([dr]), [dr], '2026-11-20T02-00-00Z');
  expect(textOf(page)).toContain(
    'DR kill-director – – 3.000 [2.900 .. 3.100] s 2.600 .. 3.700 s 300 [290 .. 310] – – ✓ not worse',
  );
  expect(page).toContain('href="./failover-dr/report.html"');
  expect(page).toContain('href="./comparisons/failover-dr/compare.html"');
  expect(page).toContain('npm run baseline -- accept results/nightly/2026-11-20T02-00-00Z');
  expect(page).not.toMatch(/<script|src="http|href="http/);
});

test('trials in which service never came back stand beside those that were measured', () => {
  const metrics = run.metrics?.map((one) => (one.name === 'failoverMs' ? { ...one, beyond: 2 } : one)) ?? [];
  const parts = [{ ...dr, times: [[{ ...run, metrics }]] }];
  expect(textOf(nightPage(nightOf(parts), parts, 'x'))).toContain('3.000 [2.900 .. 3.100] s, and 2 beyond measure');
});

test('how far the prober is off is told once for all entries that say the same, or that nobody knows', () => {
  const calibrated = (name: string): NightPart => ({
    result: nightResult(name),
    times: [[{ ...run, calibration: handMadeCalibration() }]],
  });
  const parts = [calibrated('failover-dr'), calibrated('failover-tun'), { ...dr, times: [[run]] }];
  const page = textOf(nightPage(nightOf(parts), parts, 'x'));
  expect(page.match(/Calibrated error of an outage at 10 ms/g)).toHaveLength(1);
  expect(page).toContain(notCalibrated);
  expect(nightSummary(nightOf(parts), parts, 'x')).toMatch(/Calibrated error of an outage at 10 ms.*\n\n.*not known/);
});

test('what was run again stands beside the first time', () => {
  const again: NightPart = {
    result: nightResult('failover-dr', { folders: ['failover-dr', 'failover-dr-again'], gate: gate('worse') }),
    times: [[run], [nightRun('b', [3200])]],
  };
  const page = nightPage(nightOf([again]), [again], 'x');
  expect(textOf(page)).toContain('DR, again kill-director – – 3.200 s');
  expect(page).toContain('href="./failover-dr-again/report.html"');
});

test.each([
  ['all passed', [dr], {}, 'pass', 'Passed: its only entry came out as predicted; none is worse'],
  [
    'nothing accepted',
    [{ ...dr, result: nightResult('a', { gate: gate('no-baseline') }) }],
    {},
    'pass',
    'no baseline yet to compare',
  ],
  [
    'too few to compare',
    [dr, { ...dr, result: nightResult('health', { gate: gate('too-few') }) }],
    {},
    'pass',
    'none of 1 is worse than the nights before; nothing was compared in health, for too few trials or accepted nights.',
  ],
  [
    'nothing told anything',
    [{ ...dr, result: nightResult('health', { gate: gate('too-few') }) }],
    {},
    'pass',
    'came out as predicted; nothing was compared in health, for too few',
  ],
  [
    'failed, and too few beside it',
    [
      { ...dr, result: nightResult('a', { verdict: 'fail' }) },
      { ...dr, result: nightResult('health', { gate: gate('too-few') }) },
    ],
    {},
    'fail',
    'a check failed in a; nothing was compared in health',
  ],
  ['short', [{ ...dr, result: nightResult('a') }], { short: true }, 'pass', 'a short night is not compared'],
  [
    'failed',
    [dr, { ...dr, result: nightResult('b', { verdict: 'fail' }) }],
    {},
    'fail',
    'Failed, of 2 entries: a check failed in b',
  ],
  [
    'worse',
    [{ ...dr, result: nightResult('a', { gate: gate('worse') }) }],
    {},
    'fail',
    'worse than the nights before: a',
  ],
  ['unknown', [{ ...dr, result: nightResult('a', { verdict: 'unknown' }) }], {}, 'unknown', 'proved nothing: a'],
  [
    'broken off',
    [dr, { times: [], result: nightResult('b', { folders: [], verdict: null, problem: 'The lab is gone.' }) }],
    {},
    'unknown',
    'proved nothing: b',
  ],
  ['interrupted', [dr], { interrupted: true }, 'unknown', 'the user interrupted it'],
] as [string, NightPart[], Partial<Night>, string, string][])(
  'the sentence of a night: %s',
  (_, parts, more, verdict, words) => {
    const night = nightOf(parts, more);
    expect(nightVerdict(night)).toBe(verdict);
    expect(nightSentence(night)).toContain(words);
    expect(nightPage(night, parts, 'x')).toContain(`class="verdict ${verdict}"`);
  },
);

test('an entry that was not reached says so', () => {
  const left: NightPart = { result: nightResult('health', { folders: [], verdict: null }), times: [] };
  const night = nightOf([dr, left], { interrupted: true });
  expect(textOf(nightPage(night, [dr, left], 'x'))).toContain('health ? unknown It was not run.');
  expect(nightTable(night, 80, 'x', { colour: false })).toContain('? unknown  health\n    It was not run.');
});

test('only a whole night that passed is offered to be accepted', () => {
  const failed = { ...dr, result: nightResult('b', { verdict: 'fail' }) };
  expect(acceptWords(nightOf([dr]), 'x')).toBe('npm run baseline -- accept x');
  expect(acceptWords(nightOf([dr], { short: true }), 'x')).toBeNull();
  expect(acceptWords(nightOf([dr], { interrupted: true }), 'x')).toBeNull();
  expect(acceptWords(nightOf([failed]), 'x')).toBeNull();
});

const hostile = '<img src=x onerror=alert(1)> | **x** \u001b[31m\n`code`';
const attacked: NightPart = {
  result: nightResult('failover-dr', { problem: hostile, gate: gate('unknown', { sentence: hostile }), verdict: null }),
  times: [[nightRun('a', [3000], { scenario: { name: 'failover', summary: hostile } })]],
};
const attackedNight = nightOf([attacked], {
  command: hostile,
  machine: { cpuModel: hostile, cpus: 2, engine: 'lab', kernel: hostile },
});

test('words from outside stay words: in the page', () => {
  const page = nightPage(attackedNight, [attacked], 'x');
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img src=x');
});

test('words from outside stay words: in the summary', () => {
  const rendered = marked.parse(nightSummary(attackedNight, [attacked], 'x'), { async: false });
  expect(rendered).not.toMatch(/<img|<code>code|<strong>x/);
  expect(rendered.match(/<table>/g)).toHaveLength(2);
});

test('words from outside stay words: in the terminal', () => {
  const lines = nightTable(attackedNight, 80, 'x', { colour: false });
  expect(lines.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
});

test('the summary tells entries, methods, and how to accept the night', () => {
  const summary = nightSummary(nightOf([dr]), [dr], 'results/nightly/x');
  const rendered = marked.parse(summary, { async: false });
  expect(rendered.match(/<table>/g)).toHaveLength(2);
  expect(rendered).toContain('<code>npm run baseline -- accept results/nightly/x</code>');
  expect(textOf(rendered)).toContain('failover-dr ✓ pass ✓ not worse 1');
});
