import { expect, test } from 'vitest';
import { compareSets, type SetComparison } from '../../harness/compare/compare-sets.ts';
import { runWith, timesOf } from '../../harness/compare/run-under-test.ts';
import type { Metric, Run } from '../../harness/model.ts';
import { comparisonJson } from './comparison-json.ts';
import { drawComparison, picturesOf } from './content.ts';
import { comparisonPage } from './page.ts';
import { comparisonTable } from './terminal.ts';
import { comparisonSentence, formatInterval, formatP, formatShift } from './words.ts';

const samples = [1000, 1001, 1002, 1003, 1004, 1005];
const late = samples.map((ms) => ms + 50);
const facts = { command: 'npm run compare -- a b', version: '0.1.0' };

function compared(before: Metric[], after: Metric[][], force = false, parts: Partial<Run> = {}): SetComparison {
  return compareSets(
    [
      { label: 'baseline', runs: [runWith('before', before)] },
      { label: 'candidate', runs: after.map((metrics, n) => runWith(`after-${n}`, metrics, parts)) },
    ],
    { mayDiffer: [], force },
  );
}

/** Without its style and pictures, so that a failure can be read. */
async function wordsOf(comparison: SetComparison): Promise<string> {
  const page = comparisonPage(await drawComparison(comparison, facts));
  return page.replaceAll(/<style>[\s\S]*?<\/style>|base64,[^"]*/g, '');
}

const worse = () => compared([timesOf(samples)], [[timesOf(late)], [timesOf(late)]]);

test('the page says what is worse, by how much, and holds every number of the gate', async () => {
  const page = await wordsOf(worse());
  expect(page).toContain('▼ Worse: detectionMs of kill-director by +50 ms.');
  expect(page).toContain('1.002 s<br><small>1.000 .. 1.005 s</small><small>6 samples</small>');
  expect(page).toMatch(/12 samples/);
  expect(page).toContain('48 .. 52 ms');
  expect(page).toContain('δ 1.00');
  expect(page).toContain('each of 2 runs shifts that way');
  expect(page).toContain('npm run compare -- a b');
  expect(page).not.toContain('Forced.');
});

test('forced comparisons carry a banner that names what differs', async () => {
  const forced = compared([timesOf(samples)], [[timesOf(samples)]], true, { suite: 'health' });
  const page = await wordsOf(forced);
  expect(page).toContain('<strong>Forced.</strong>');
  expect(page).toContain('suite differs: failover in the baseline');
  expect(comparisonTable(forced, 80)).toContain('FORCED');
});

test('the same comparison gives the same bytes, and pictures with alternative text', async () => {
  const [once, again] = [await drawComparison(worse(), facts), await drawComparison(worse(), facts)];
  expect(comparisonPage(again) === comparisonPage(once)).toBe(true);
  // Three runs make a trend.
  expect(picturesOf(once).map(({ name }) => name)).toEqual([
    'compare-failover-detection-ms-kill-director',
    'compare-failover-detection-ms-kill-director-by-run',
  ]);
  expect(picturesOf(once)[0]?.alt).toContain('candidate: 12 samples, median 1.052 s');
});

test('a run that was mostly beyond measure has no median that would look measured', async () => {
  const gone = () => timesOf([1000], { beyond: 5 });
  const { drawn } = await drawComparison(compared([timesOf(samples)], [[gone()], [gone()]]), facts);
  expect(drawn[0]?.trend?.alt).toMatch(
    /baseline: 1\.002 s; .*candidate: beyond measure; .*candidate: beyond measure\.$/,
  );
});

test('many samples are drawn as distributions, phases and few ones dot by dot', async () => {
  const many = Array.from({ length: 40 }, (_, n) => 1000 + n / 10);
  const strata = samples.map((_, n) => `phase ${(n % 2) / 2}`);
  const comparison = compared(
    [timesOf(many), timesOf(samples, { name: 'switchMs', strata })],
    [[timesOf(many), timesOf(samples, { name: 'switchMs', strata })]],
  );
  const alts = picturesOf(await drawComparison(comparison, facts)).map(({ alt }) => alt);
  expect(alts[0]).toContain('cumulative distributions');
  expect(alts[1]).toContain('phase 0, baseline: 3 samples');
});

test('names from outside are escaped', async () => {
  const nasty = (ms: number[]) => timesOf(ms, { subject: '<script>alert(1)</script>' });
  const page = await wordsOf(compared([nasty(samples)], [[nasty(samples)]]));
  expect(page).not.toContain('<script>alert');
  expect(page).toContain('&lt;script&gt;alert');
});

test('names from outside do nothing to a terminal', () => {
  const nasty = (ms: number[]) => timesOf(ms, { subject: 'a\u001b[2Jb\nc' });
  const text = comparisonTable(compared([nasty(samples)], [[nasty(late)]]), 80, { colour: false });
  expect(text).not.toContain('\u001b');
  expect(text).toContain('detectionMs a [2Jb c');
});

test('the terminal table keeps to its columns, and tells the news first', () => {
  const long = 'a-fault-with-a-very-long-name-indeed-on-a-service';
  const same = timesOf(samples, { name: 'switchMs', subject: long });
  const comparison = compared(
    [same, timesOf(samples)],
    [
      [same, timesOf(late)],
      [same, timesOf(late)],
    ],
  );
  for (const columns of [60, 80, 0, 160]) {
    const text = comparisonTable(comparison, columns, { colour: false });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns || 80);
    expect(text.indexOf('▼ worse')).toBeLessThan(text.indexOf('= same'));
  }
  expect(comparisonTable(comparison, 160, { colour: false })).toContain('0.0002');
});

test('what is beyond measure is a word, on the page and in compare.json', async () => {
  const gone = [timesOf([1001], { beyond: 5 })];
  const comparison = compared([timesOf(samples)], [gone, gone]);
  expect(comparisonSentence(comparison)).toContain('beyond measure');
  expect(await wordsOf(comparison)).toContain('beyond measure');
  const told = JSON.parse(comparisonJson(comparison, facts.command));
  expect(told.metrics[0]).toMatchObject({ standing: 'worse', shift: 'beyond' });
  const seldom = compared([timesOf(samples)], [[timesOf([...samples, ...samples], { beyond: 1 })]]);
  expect(comparisonTable(seldom, 400)).toContain('0 of 6 samples of the baseline and 1 of 13 of the candidate');
});

test('nothing left to compare is said with the reason', () => {
  const comparison = compared([timesOf(samples)], [[timesOf(samples)]], false, { verdict: 'unknown' });
  expect(comparisonSentence(comparison)).toContain('Every run of candidate was left out');
  expect(comparisonTable(comparison, 80)).toContain('left out: results/after-0');
});

test('numbers in words', () => {
  expect([formatShift('ms', 50.2), formatShift('ms', -3), formatShift('/s', 0)]).toEqual(['+50.2 ms', '−3 ms', '0 /s']);
  expect(formatInterval('ms', null)).toBe('no interval');
  expect(formatInterval('ms', { low: 1, high: Number.POSITIVE_INFINITY })).toBe('+1 ms .. beyond measure');
  expect([formatP(0.00001), formatP(0.0123)]).toEqual(['< 0.0001', '0.0123']);
});
