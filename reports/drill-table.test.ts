import { expect, test } from 'vitest';
import { handMadeCalibration } from '../harness/measure/hand-made-calibration.ts';
import { blankRun } from '../harness/measure/synthetic-run.ts';
import type { Judgement, Run } from '../harness/model.ts';
import { drillTable, scenarioLines } from './drill-table.ts';

const judgement: Judgement = {
  check: 'reversion-time',
  subject: 'kill-director',
  verdict: 'pass',
  headline: 'The old master was back after 3.650 s, as predicted, in two trials of two.',
  unit: 'ms',
  measured: null,
  predicted: null,
  bound: null,
  limit: null,
};
const failed: Judgement = { ...judgement, check: 'single-holder', verdict: 'fail', headline: 'Both held the VIP.' };

function run(name: string, judgements: Judgement[]): Run {
  const verdict = judgements.some((one) => one.verdict === 'fail') ? 'fail' : 'pass';
  return blankRun({ scenario: { name, summary: '' }, judgements, verdict });
}

test('a scenario is told by its first check, or by what failed', () => {
  const lines = scenarioLines(['a', 'b', 'c'], [run('a', [judgement]), run('b', [judgement, failed])]);
  expect(lines).toEqual([
    { name: 'a', verdict: 'pass', finding: judgement.headline },
    { name: 'b', verdict: 'fail', finding: 'single-holder, kill-director: Both held the VIP.' },
    { name: 'c', verdict: 'unknown', finding: 'It was not run.' },
  ]);
});

test.each([
  [{ kernelTrouble: ['BUG: soft lockup'], verdict: 'unknown' }, [failed], /^Unknown: the kernel of the engine/],
  [{ recordingTrouble: ['tcpdump ended early'], verdict: 'unknown' }, [judgement], /holes.*tcpdump ended early/],
  [{ status: 'interrupted', verdict: 'unknown', plannedTrials: 9 }, [judgement], /interrupted after 0 of 9 planned/],
  [{ status: 'broken', verdict: null, plannedTrials: 9 }, [], /broke off after 0 of 9 planned trials; the warnings/],
] as [Partial<Run>, Judgement[], RegExp][])(
  'a verdict that no judgement explains is explained: %j',
  (change, judgements, words) => {
    const [line] = scenarioLines(['a'], [{ ...run('a', judgements), ...change }]);
    expect(line?.verdict).toBe('unknown');
    expect(line?.finding).toMatch(words);
  },
);

test('what holds for the run as a whole is not the finding of a scenario about a fault', () => {
  const general = { ...judgement, subject: 'run', headline: 'Never two MASTERs.' };
  expect(scenarioLines(['a'], [run('a', [general, judgement])])[0]?.finding).toBe(judgement.headline);
  expect(scenarioLines(['a'], [run('a', [general])])[0]?.finding).toBe('Never two MASTERs.');
});

test('what a run found is said instead, of one that passed', () => {
  const found = 'Failover took 2.96 s, 3.65 s predicted at worst.';
  const findingOf = (change: Partial<Run>) => scenarioLines(['a'], [{ ...run('a', [judgement]), found, ...change }])[0];
  expect(findingOf({})?.finding).toBe(found);
  expect(findingOf({ found: null })?.finding).toBe(judgement.headline);
  expect(findingOf({ verdict: 'fail', judgements: [failed] })?.finding).toContain(failed.headline);
});

test.each([
  [['a'], [run('a', [judgement])], 'Passed: all 1 scenario'],
  [['a', 'b'], [run('a', [judgement]), run('b', [failed])], 'Failed: b, of 2 scenarios.'],
  [['a', 'b'], [run('a', [judgement])], 'Unknown: b proved nothing, of 2 scenarios.'],
] as const)('the drill of %j in one sentence', (names, runs, sentence) => {
  expect(drillTable(names, runs, 80, { colour: false })).toContain(sentence);
});

test.each([40, 80])('no line is wider than %i columns', (columns) => {
  const text = drillTable(['a', 'b'], [run('a', [judgement]), run('b', [judgement, failed])], columns, {
    colour: false,
    reportPath: '/r',
  });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  expect(text.split('\n').at(-1)).toBe('Report: /r');
});

test('what scenarios skipped is told once, and leaves the verdict as it is', () => {
  const skipped = [{ what: 'twos', reason: 'the kernel has no ip_vs_twos' }];
  const runs = ['a', 'b'].map((name) => ({ ...run(name, [judgement]), skipped }));
  const text = drillTable(['a', 'b'], runs, 80, { colour: false });
  expect(text.split('skipped  twos: the kernel has no ip_vs_twos')).toHaveLength(2);
  expect(text).toContain('Passed: all 2 scenarios');
});

test('one of very many subjects does not stand for the others', () => {
  const many = Array.from({ length: 30 }, (_, n) => ({ ...judgement, subject: `service-${n}` }));
  expect(scenarioLines(['a'], [run('a', many)])[0]?.finding).toBe(
    `All 30 of reversion-time hold; the first, service-0: ${judgement.headline}`,
  );
});

test('what scenarios say of the error of their prober is told once, below the verdict', () => {
  const run = (name: string, intervalMs: number): Run => {
    const blank = blankRun({ scenario: { name, summary: '' }, verdict: 'pass', calibration: handMadeCalibration() });
    return { ...blank, probe: { ...blank.probe, intervalMs } };
  };
  const text = drillTable(['a', 'b', 'c'], [run('a', 10), run('b', 10), run('c', 2)], 400, { colour: false });
  const told = text.split('\n').filter((line) => line.startsWith('Calibrated error'));
  expect(told).toEqual([expect.stringContaining('at 10 ms:'), expect.stringContaining('at 2 ms:')]);
});
