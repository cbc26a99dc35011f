import { expect, test } from 'vitest';
import { medianInterval } from './median-interval.ts';

const first = (n: number) => Array.from({ length: n }, (_, k) => n - k);

test.each([
  [6, 1, 6],
  [10, 2, 9],
  [20, 6, 15],
])('of %i values from the %ith to the %ith', (n, low, high) => {
  expect(medianInterval(first(n))).toEqual({ low, high });
});

test('five values do not make 95 %', () => {
  expect(medianInterval(first(5))).toBeNull();
  expect(medianInterval([])).toBeNull();
});

test('many values: near half, more or less 1.96 times half the root', () => {
  const found = medianInterval(first(2500));
  expect(found?.low).toBeGreaterThan(1195);
  expect(found?.high).toBeLessThan(1306);
});
