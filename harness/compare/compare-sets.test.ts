import { expect, test } from 'vitest';
import type { Run } from '../model.ts';
import { compareSets, type SetComparison } from './compare-sets.ts';
import { compared, measuredRun, noisy, runWith, strictly, timesOf } from './run-under-test.ts';

const named = ({ metrics }: SetComparison, name: string) => metrics.find((one) => one.name === name);
const nights = (id: string, count: number, breaks: { detectionErrorMs?: number } = {}) =>
  Array.from({ length: count }, (_, night) => measuredRun(`${id}-${night}`, { seed: 10 * id.length + night, breaks }));

test('a takeover that is 50 ms late in two nights is found, in detection and in failover', () => {
  const found = compared(nights('before', 3), nights('after', 2, { detectionErrorMs: 50 }));
  expect(found.standing).toBe('worse');
  for (const name of ['detectionMs', 'failoverMs']) {
    expect(named(found, name)).toMatchObject({ standing: 'worse', reason: 'proven' });
    expect(named(found, name)?.evidence?.shift.value).toBeCloseTo(50, -1);
    expect(named(found, name)?.adjustedP).toBeLessThan(0.01);
  }
});

test('one run that shows it proves nothing yet, and says so', () => {
  const found = compared(nights('before', 3), nights('after', 1, { detectionErrorMs: 50 }));
  expect(found.standing).toBe('unknown');
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'unknown', reason: 'unrepeated', needed: null });
});

test('the way back is better', () => {
  const found = compared(nights('before', 3, { detectionErrorMs: 50 }), nights('after', 2));
  expect(found.standing).toBe('better');
  expect(named(found, 'detectionMs')?.standing).toBe('better');
});

test('a run that shifts the other way contradicts what all of them show together', () => {
  const base = runWith('a', [timesOf(Array.from({ length: 20 }, (_, n) => 1000 + n / 10))]);
  const up = runWith('b', [timesOf(Array.from({ length: 20 }, (_, n) => 1100 + n / 10))]);
  const down = runWith('c', [timesOf([900, 901])]);
  expect(named(compared([base], [up, down]), 'detectionMs')).toMatchObject({
    standing: 'unknown',
    reason: 'contradicted',
  });
});

test('the same with the noise of two nights is found the same in at least 95 of 100, and never worse', () => {
  const base = measuredRun('base', {});
  const standings = Array.from({ length: 100 }, (_, seed) => {
    const draw = (side: number) => noisy(base, 4 * seed + side, 5);
    return compared([draw(0), draw(1)], [draw(2), draw(3)]).standing;
  });
  expect(standings.filter((one) => one === 'same').length).toBeGreaterThanOrEqual(95);
  expect(standings).not.toContain('worse');
});

test('50 ms in the same noise are found in at least 95 of 100', () => {
  const [base, late] = [measuredRun('base', {}), measuredRun('late', { breaks: { detectionErrorMs: 50 } })];
  const found = Array.from({ length: 100 }, (_, seed) => {
    const [before, after] = [0, 1].map((side) => noisy(base, 4 * seed + side, 5));
    const [first, again] = [2, 3].map((side) => noisy(late, 4 * seed + side, 5));
    return compared([before ?? base, after ?? base], [first ?? late, again ?? late]).standing;
  });
  expect(found.filter((one) => one === 'worse').length).toBeGreaterThanOrEqual(95);
});

test('too few samples are unknown, and it is said how many would do', () => {
  const found = compared([runWith('a', [timesOf([1000, 1001, 1002])])], [runWith('b', [timesOf([1050, 1051, 1052])])]);
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'unknown', reason: 'too-few', needed: 5 });
  expect(found.tests).toBe(0);
});

test('a wide spread is not the same: more trials are asked for, by the square of the spread', () => {
  const wide = (by: number) => Array.from({ length: 10 }, (_, n) => 1000 + by * n);
  const needed = (by: number) =>
    named(compared([runWith('a', [timesOf(wide(by))])], [runWith('b', [timesOf(wide(by))])]), 'detectionMs')?.needed;
  expect(needed(1)).toBeNull();
  expect(needed(40)).toBeGreaterThan(100);
  expect((needed(80) ?? 0) / (needed(40) ?? 1)).toBeCloseTo(4, 0);
});

test('what differs only between phases hides no shift', () => {
  const strata = ['phase 0.1', 'phase 0.5', 'phase 0.9'].flatMap((name) => [name, name, name]);
  const at = (by: number) =>
    timesOf(
      [0, 1, 2, 400, 401, 402, 800, 801, 802].map((ms) => 1000 + ms + by),
      { strata },
    );
  const found = compared([runWith('a', [at(0)])], [runWith('b', [at(30)]), runWith('c', [at(31)])]);
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'worse' });
});

test('trials of which it is not said in what they differ are held beside all others', () => {
  const samples = [1000, 1001, 1002, 1003, 1004, 1005];
  const told = timesOf(samples, { strata: samples.map((_, n) => `phase ${n % 2}`) });
  const found = compared([runWith('a', [told])], [runWith('b', [timesOf(samples)])]);
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'same', baselineMeasured: { trials: 6 } });
});

test('trials of other phases are not held together at all', () => {
  const samples = [1000, 1001, 1002, 1003, 1004, 1005];
  const at = (phase: string) => timesOf(samples, { strata: samples.map(() => phase) });
  const found = compared([runWith('a', [at('phase 0.1')])], [runWith('b', [at('phase 0.9')])]);
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'unknown', reason: 'one-sided', evidence: null });
});

test('services that never came back are worse than any number', () => {
  const base = runWith('a', [timesOf([1000, 1001, 1002, 1003, 1004, 1005])]);
  const gone = (id: string) => runWith(id, [timesOf([1001], { beyond: 5 })]);
  const found = named(compared([base], [gone('b'), gone('c')]), 'detectionMs');
  expect(found).toMatchObject({ standing: 'worse' });
  expect(found?.evidence?.shift.value).toBe(Number.POSITIVE_INFINITY);
});

test('a median that hides samples beyond measure is not the same', () => {
  const samples = Array.from({ length: 20 }, (_, n) => 1000 + n / 10);
  const found = compared([runWith('a', [timesOf(samples)])], [runWith('b', [timesOf(samples, { beyond: 2 })])]);
  expect(named(found, 'detectionMs')).toMatchObject({ standing: 'unknown', reason: 'beyond' });
});

test('what was beyond measure as often on both sides hides nothing; more often is told by its share, not its number', () => {
  const samples = (count: number) => Array.from({ length: count }, (_, n) => 1000 + (n % 20) / 10);
  const reasonOf = (baseline: number, candidate: number) =>
    named(
      compared(
        [runWith('a', [timesOf(samples(baseline), { beyond: 1 })])],
        [runWith('b', [timesOf(samples(candidate), { beyond: 1 })])],
      ),
      'detectionMs',
    )?.reason;
  expect(reasonOf(19, 19)).toBe('within');
  expect(reasonOf(79, 19)).toBe('beyond');
});

test('a second run of which nothing can be held beside the baseline repeats nothing', () => {
  const at = (id: string, phase: string, by: number) => {
    const samples = [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007].map((ms) => ms + by);
    return runWith(id, [timesOf(samples, { strata: samples.map(() => phase) })]);
  };
  const with2nd = (phase: string) =>
    named(
      compared([at('a', 'phase 0.1', 0)], [at('b', 'phase 0.1', 50), at('c', phase, 50)], {
        mayDiffer: ['phases'],
        force: false,
      }),
      'detectionMs',
    );
  expect(with2nd('phase 0.1')).toMatchObject({ standing: 'worse', reason: 'proven' });
  expect(with2nd('phase 0.9')).toMatchObject({ standing: 'unknown', reason: 'unrepeated' });
});

test('a metric that one side lacks is unknown; one sample a run of the whole run is no part of the verdict', () => {
  const samples = [1000, 1001, 1002, 1003, 1004, 1005];
  const ready = timesOf([9000], { name: 'readyMs', subject: 'run' });
  const whole = compared([runWith('a', [timesOf(samples), ready])], [runWith('b', [timesOf(samples), ready])]);
  expect(whole.standing).toBe('same');
  expect(named(whole, 'readyMs')).toMatchObject({ standing: 'unknown', decides: false });
  const lacking = compared([runWith('a', [timesOf(samples)])], [runWith('b', [])]);
  expect(lacking.standing).toBe('unknown');
  expect(named(lacking, 'detectionMs')).toMatchObject({ reason: 'one-sided', decides: true });
});

test('runs that proved nothing are left out with the reason, unless forced; failed ones count; doubles never twice', () => {
  const metrics = [timesOf([1000, 1001, 1002, 1003, 1004, 1005])];
  const unknown = runWith('b', metrics, { verdict: 'unknown' });
  const failed = runWith('c', metrics, { verdict: 'fail' });
  const found = compared([runWith('a', metrics)], [unknown, failed, failed]);
  expect(found.sets[1]?.used.map(({ run }) => run.id)).toEqual(['c']);
  expect(found.sets[1]?.leftOut.map(({ why }) => why)).toEqual([
    'its verdict is unknown: it proved nothing',
    'it is in this set already',
  ]);
  expect(compared([runWith('a', metrics)], [unknown]).standing).toBe('unknown');
  const forced = compared([runWith('a', metrics)], [unknown], { mayDiffer: [], force: true });
  expect(forced).toMatchObject({ force: true, standing: 'same' });
});

test('a candidate, or a scenario, of which every run was left out makes the whole unknown', () => {
  const metrics = [timesOf([1000, 1001, 1002, 1003, 1004, 1005])];
  const of = (id: string, name: string, parts: Partial<Run> = {}) =>
    runWith(id, metrics, { scenario: { name, summary: '' }, ...parts });
  const sets = [of('a', 'one'), of('b', 'one'), of('c', 'one', { verdict: 'unknown' })].map((run, place) => ({
    label: `set ${place}`,
    runs: [run],
  }));
  const three = compareSets(sets, strictly);
  expect(three.standing).toBe('unknown');
  expect(three.notes).toEqual(['Every run of one in set 2 was left out: nothing is known of it.']);
  expect(compareSets(sets.slice(0, 2), strictly).standing).toBe('same');
  const broken = of('f', 'two', { verdict: 'fail', status: 'broken' });
  const found = compared([of('a', 'one'), of('d', 'two')], [of('e', 'one'), broken]);
  expect(found.standing).toBe('unknown');
  expect(found.sets[1]?.leftOut.map(({ why }) => why)).toEqual(['it did not come to its end (status broken)']);
});

test('a run beside itself is told of', () => {
  const one = runWith('a', [timesOf([1, 2, 3, 4, 5, 6])]);
  expect(compared([one], [one]).notes.join()).toContain('Run a (results/a) is in the baseline and in candidate');
});
