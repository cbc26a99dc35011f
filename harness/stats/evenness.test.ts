import { expect, test } from 'vitest';
import { jainIndex, maxRelativeDeviation, totalVariation } from './evenness.ts';

test('the part in the wrong place, and the largest relative deviation', () => {
  expect(totalVariation([0.5, 0.3, 0.2], [0.4, 0.4, 0.2])).toBeCloseTo(0.1);
  expect(maxRelativeDeviation([0.5, 0.3, 0.2], [0.4, 0.4, 0.2])).toBeCloseTo(0.25);
  expect(totalVariation([1, 0], [0, 1])).toBe(1);
  expect(maxRelativeDeviation([1, 0], [1, 0])).toBe(0);
  expect(maxRelativeDeviation([0.9, 0.1], [1, 0])).toBe(Number.POSITIVE_INFINITY);
});

test('the index of Jain by weight hardly sees what a test does', () => {
  expect(jainIndex([130, 90, 90, 90], [1, 1, 1, 1])).toBeCloseTo(0.971, 3);
  expect(jainIndex([10, 20, 30, 40], [1, 2, 3, 4])).toBe(1);
  expect(jainIndex([40, 0, 0, 0], [1, 1, 1, 1])).toBe(0.25);
  expect(jainIndex([40, 40, 0], [1, 1, 0])).toBe(1);
  expect(jainIndex([0, 0], [1, 1])).toBeNull();
});
