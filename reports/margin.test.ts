import { expect, test } from 'vitest';
import type { Judgement, Range } from '../harness/model.ts';
import { formatMargin, marginOf } from './margin.ts';

function judged(min: number, median: number, max: number, limit: Range, verdict: Judgement['verdict'] = 'pass') {
  return { measured: { min, median, max, trials: 3 }, limit, verdict };
}

test('the margin is that of the extreme that is nearer to an end of the limit', () => {
  expect(marginOf(judged(110, 150, 190, { low: 100, high: 300 }))).toEqual({ distance: 10, share: 0.05 });
  expect(marginOf(judged(150, 200, 290, { low: 100, high: 300 }))).toEqual({ distance: 10, share: 0.05 });
});

test('a limit that begins at 0 has no lower end that could be passed', () => {
  expect(marginOf(judged(0, 10, 25, { low: 0, high: 100 }))).toEqual({ distance: 75, share: 0.75 });
});

test('beyond the limit it is negative, unless the median is what passed', () => {
  const limit = { low: 0, high: 100 };
  expect(marginOf(judged(50, 90, 120, limit, 'fail'))).toEqual({ distance: -20, share: -0.2 });
  expect(marginOf(judged(50, 90, 120, limit, 'pass'))).toEqual({ distance: 10, share: 0.1 });
});

test('a single allowed number is met exactly or not; an open end has no share', () => {
  const one = marginOf(judged(1, 1, 1, { low: 1, high: 1 }));
  expect(one === null ? '' : formatMargin('holders', one)).toBe('exact');
  const two = marginOf(judged(1, 2, 2, { low: 1, high: 1 }, 'fail'));
  expect(two === null ? '' : formatMargin('holders', two)).toBe('−1 holder');
  const open = marginOf(judged(40, 40, 40, { low: 10, high: Number.POSITIVE_INFINITY }));
  expect(open).toEqual({ distance: 30, share: null });
});

test('what failed within the limit has no margin: what made it fail has no number', () => {
  expect(marginOf(judged(50, 60, 70, { low: 0, high: 100 }, 'fail'))).toBeNull();
});

test('nothing measured, or no limit, has no margin', () => {
  expect(marginOf({ measured: null, limit: { low: 0, high: 1 }, verdict: 'unknown' })).toBeNull();
  expect(marginOf({ measured: { min: 1, median: 1, max: 1, trials: 1 }, limit: null, verdict: 'pass' })).toBeNull();
});
