import { expect, test } from 'vitest';
import { measured, median, quantile } from './quantiles.ts';

test('quantiles lie between order statistics, whatever the order given', () => {
  // R: quantile(c(15, 20, 35, 40, 50), c(0.05, 0.3, 0.4, 0.5, 1), type = 7)
  const values = [40, 15, 50, 20, 35];
  expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => quantile(values, share))).toEqual([16, 23, 29, 35, 50]);
  expect(values).toEqual([40, 15, 50, 20, 35]);
});

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('no values, no number', () => {
  expect(quantile([], 0.5)).toBeNull();
  expect(median([])).toBeNull();
  expect(measured([])).toBeNull();
});

test('what is told over trials', () => {
  expect(measured([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, trials: 3 });
});
