import { expect, test } from 'vitest';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { seededRandom } from './seeded-random.ts';

test('the textbook example: permeability (Hollander, Wolfe and Chicken, example 4.3)', () => {
  const found = hodgesLehmann([
    {
      baseline: [1.15, 0.88, 0.9, 0.74, 1.21],
      candidate: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
    },
  ]);
  expect(found?.value).toBeCloseTo(0.305, 10);
  expect(found?.interval?.low).toBeCloseTo(-0.15, 10);
  expect(found?.interval?.high).toBeCloseTo(0.76, 10);
});

test('three samples on each side give no interval, four give all differences, five leave two out at each end', () => {
  const sides = (n: number) => [
    { baseline: Array.from({ length: n }, (_, k) => k), candidate: Array.from({ length: n }, (_, k) => 100 + 10 * k) },
  ];
  expect(hodgesLehmann(sides(3))).toEqual({ value: 109, interval: null });
  expect(hodgesLehmann(sides(4))?.interval).toEqual({ low: 97, high: 130 });
  expect(hodgesLehmann(sides(5))?.interval).toEqual({ low: 98, high: 138 });
});

test.each([
  ['6 and 8, counted', [[6, 8]]],
  ['25 and 25, approximated', [[25, 25]]],
  [
    'three strata',
    [
      [4, 4],
      [3, 3],
      [3, 3],
    ],
  ],
])('the interval covers the true shift at least as often as it says: %s', (_, sizes) => {
  const random = seededRandom(11);
  const draw = (n: number, by: number) =>
    Array.from({ length: n }, () => by + random() + random() + random() - 1.5 + (random() < 0.1 ? 5 : 0));
  let covered = 0;
  const experiments = 500;
  for (let k = 0; k < experiments; k += 1) {
    const strata = sizes.map(([n = 0, m = 0], stratum) => ({
      baseline: draw(n, 40 * stratum),
      candidate: draw(m, 40 * stratum + 7),
    }));
    const interval = hodgesLehmann(strata)?.interval;
    if (interval && interval.low <= 7 && interval.high >= 7) covered += 1;
  }
  // One standard error of the count is 1 %.
  expect(covered / experiments).toBeGreaterThan(0.93);
});

test('of strata that lie apart only the shift within them counts', () => {
  const strata = [0, 400, 800].map((base) => ({
    baseline: [0, 3, 6, 8].map((k) => base + k),
    candidate: [51, 54, 57, 59].map((k) => base + k),
  }));
  const found = hodgesLehmann(strata);
  expect(found?.value).toBeCloseTo(51, 10);
  expect(found?.interval?.low).toBeGreaterThan(44);
  expect(found?.interval?.high).toBeLessThan(58);
});

test('nothing on one side is no shift', () => {
  expect(hodgesLehmann([{ baseline: [1, 2], candidate: [] }])).toBeNull();
});
