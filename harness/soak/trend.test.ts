import { expect, test } from 'vitest';
import { seededRandom } from '../stats/seeded-random.ts';
import { trendsOf } from './counts.ts';
import type { EventLine } from './report.ts';
import { trendOf } from './trend.ts';

const of = (counts: number[], tolerance = 0) => trendOf({ what: 'x', tolerance, counts });

test('a leak of one per event is found, one within the tolerance is not', () => {
  const leak = Array.from({ length: 20 }, (_, index) => 30 + index);
  expect(of(leak)).toMatchObject({ verdict: 'grows', first: 30, last: 49, max: 49, perEvent: 1 });
  expect(of(leak, 6).verdict).toBe('grows');
  expect(of(leak, 30).verdict).toBe('steady');
});

test('a leak is found under noise that is larger than it is', () => {
  const random = seededRandom(1);
  const noisy = Array.from({ length: 60 }, (_, index) => 100 + index * 0.5 + Math.round(random() * 6));
  expect(of(noisy).verdict).toBe('grows');
});

test('what goes up and down, fills once, or shrinks does not grow', () => {
  expect(of([5, 9, 5, 9, 5, 9, 5, 9, 5, 9, 5, 9]).verdict).toBe('steady');
  expect(of([1, 8, 9, 9, 9, 9, 9, 9, 9, 9]).verdict).toBe('steady');
  expect(of([9, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toMatchObject({ verdict: 'steady', perEvent: -1 });
});

test('few counts tell nothing', () => {
  expect(of([])).toMatchObject({ verdict: 'too-few', first: null, perEvent: null });
  expect(of([1, 2, 3, 4, 5, 6, 7]).verdict).toBe('too-few');
  expect(of([1, 2, 3, 4, 5, 6, 7, 8]).verdict).toBe('grows');
});

test('the counts of a lab are told for each lab by itself', () => {
  const line = (lab: string | null, counts: Record<string, number>) => ({ lab, counts }) as EventLine;
  const trends = trendsOf([
    line('a', { soakFds: 20, guestMounts: 7 }),
    line(null, { soakFds: 20 }),
    line('b', { soakFds: 20, guestMounts: 9 }),
  ]);
  expect(trends.map(({ what, samples }) => [what, samples])).toEqual([
    ['soakFds', 3],
    ['guestMounts of lab a', 1],
    ['guestMounts of lab b', 1],
  ]);
});
