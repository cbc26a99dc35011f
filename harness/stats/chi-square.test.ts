import { expect, test } from 'vitest';
import { chiSquareTest, upperTail } from './chi-square.ts';

test.each([
  // The 95 % points of the tables, and a far tail.
  [3.841, 1, 0.05],
  [5.991, 2, 0.05],
  [7.815, 3, 0.05],
  [9.488, 4, 0.05],
  [11.345, 3, 0.01],
  [0.352, 3, 0.95],
  [0.004, 1, 0.95],
])('the upper tail at %f with %i degrees of freedom is %f', (statistic, degreesOfFreedom, p) => {
  expect(upperTail(statistic, degreesOfFreedom)).toBeCloseTo(p, 3);
});

test('far out it is small, never negative, and at 0 it is everything', () => {
  expect(upperTail(40.9, 3)).toBeGreaterThan(1e-9);
  expect(upperTail(40.9, 3)).toBeLessThan(1e-8);
  expect(upperTail(500, 1)).toBeGreaterThanOrEqual(0);
  expect(upperTail(0, 3)).toBe(1);
});

test('the worked examples of MEASURING 5.1', () => {
  const even = chiSquareTest([97, 100, 99, 104], [0.25, 0.25, 0.25, 0.25]);
  expect(even?.statistic).toBeCloseTo(0.26, 2);
  expect(even?.p).toBeCloseTo(0.967, 3);
  const mh = chiSquareTest([204, 98, 39, 59], [0.5, 0.25, 0.125, 0.125]);
  expect(mh).toMatchObject({ degreesOfFreedom: 3 });
  expect(mh?.p).toBeCloseTo(0.245, 2);
  expect(chiSquareTest([130, 90, 90, 90], [0.25, 0.25, 0.25, 0.25])?.p).toBeCloseTo(0.0074, 4);
});

test('too few to say, a cell that cannot be hit, and one that was all the same', () => {
  expect(chiSquareTest([3, 4, 3], [1 / 3, 1 / 3, 1 / 3])).toBeNull();
  expect(chiSquareTest([10], [1])).toBeNull();
  expect(chiSquareTest([10, 10, 0], [0.5, 0.5, 0])).toMatchObject({ p: 1, degreesOfFreedom: 1 });
  expect(chiSquareTest([10, 10, 1], [0.5, 0.5, 0])).toMatchObject({ p: 0 });
});
