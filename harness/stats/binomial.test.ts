import { expect, test } from 'vitest';
import { binomialBand } from './binomial.ts';

test('the band holds 99.9 % of the chances', () => {
  // 16 clients over three real servers: no hit has a chance of (2/3)^16 = 0.0015, 13 or more one of 0.0001.
  expect(binomialBand(16, 1 / 3)).toEqual({ low: 0, high: 12 });
  expect(binomialBand(100, 0.5)).toEqual({ low: 34, high: 66 });
});

test('a large number does not overflow', () => {
  const { low, high } = binomialBand(1000, 0.25);
  expect(low).toBeGreaterThan(200);
  expect(high).toBeLessThan(300);
});

test('certainty and nothing', () => {
  expect(binomialBand(0, 0.5)).toEqual({ low: 0, high: 0 });
  expect(binomialBand(5, 1)).toEqual({ low: 5, high: 5 });
  expect(binomialBand(5, 0)).toEqual({ low: 0, high: 0 });
});
