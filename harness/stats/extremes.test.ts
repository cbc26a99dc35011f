import { expect, test } from 'vitest';
import { largest, smallest } from './extremes.ts';

test('of more values than a call can have arguments', () => {
  const values = Array.from({ length: 500_000 }, (_, index) => (index * 7919) % 500_009);
  expect(() => Math.max(...values)).toThrow(RangeError);
  expect(smallest(values)).toBe(0);
  expect(largest(values)).toBe(500_008);
});

test('of none, and of what is no number', () => {
  expect([smallest([]), largest([])]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(smallest([1, Number.NaN])).toBeNaN();
});
