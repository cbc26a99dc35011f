import { expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { median } from './quantiles.ts';
import { seededRandom } from './seeded-random.ts';

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

test('the interval of a mean covers the true one about as often as it says', () => {
  const random = seededRandom(7);
  // The sum of twelve uniform numbers less six: mean 0, variance 1, near enough to normal.
  const normal = () => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  const experiments = 400;
  let covered = 0;
  for (let seed = 0; seed < experiments; seed += 1) {
    const samples = Array.from({ length: 25 }, normal);
    const found = bootstrap(samples, mean, { seed, resamples: 400 });
    if (found !== null && found.low <= 0 && found.high >= 0) covered += 1;
  }
  // Percentile intervals of 25 samples cover some 93 %; one standard error of the count is 1.3 %.
  expect(covered / experiments).toBeGreaterThan(0.89);
  expect(covered / experiments).toBeLessThan(0.97);
});

test('the width of the interval of a mean is that of the normal distribution', () => {
  const samples = Array.from({ length: 100 }, (_, n) => n);
  const found = bootstrap(samples, mean, { seed: 1 });
  // Standard deviation 28.87 over the root of 100, times 1.96.
  expect(found?.value).toBe(49.5);
  expect(((found?.high ?? 0) - (found?.low ?? 0)) / 2).toBeCloseTo(5.66, 0);
});

test('the median of few samples lies between the smallest and the largest, and no more is claimed', () => {
  expect(bootstrap([0.9, 0.92, 0.95, 0.91], median, { seed: 1 })).toEqual({
    value: 0.915,
    low: 0.9,
    high: 0.95,
    samples: 4,
  });
});

test('samples that do not vary leave no interval, one sample none either, and none gives no number', () => {
  expect(bootstrap([3, 3, 3], median, { seed: 1 })).toEqual({ value: 3, low: 3, high: 3, samples: 3 });
  expect(bootstrap([3], median, { seed: 1 })).toEqual({ value: 3, low: 3, high: 3, samples: 1 });
  expect(bootstrap([], median, { seed: 1 })).toBeNull();
  expect(bootstrap([1, 2], () => null, { seed: 1 })).toBeNull();
});

test('the same seed gives the same interval, whatever the samples are made of', () => {
  const pairs = Array.from({ length: 9 }, (_, n) => ({ over: 10 + n, under: 20 + (n % 4) }));
  const ratio = (drawn: readonly { over: number; under: number }[]) =>
    median(drawn.map(({ over, under }) => over / under));
  const once = bootstrap(pairs, ratio, { seed: 5 });
  expect(bootstrap(pairs, ratio, { seed: 5 })).toEqual(once);
  expect(bootstrap(pairs, ratio, { seed: 6, resamples: 50 })).not.toEqual(once);
});
