import { expect, test } from 'vitest';
import { detectableShift, fewestFor, repetitionsFor } from './repetitions.ts';

test('131 failovers at any phase for a shift of 0.1 s, as MEASURING 5.2 works out', () => {
  const sigma = 0.289;
  const error = (each: number) => sigma * Math.sqrt(2 / each);
  expect(repetitionsFor(0.1, error(10), 10)).toBe(132);
  expect(detectableShift(error(132))).toBeLessThanOrEqual(0.1);
  expect(detectableShift(error(131))).toBeGreaterThan(0.1);
});

test('samples that do not vary need no more of them', () => {
  expect(repetitionsFor(20, 0, 4)).toBe(4);
});

test('at least 4 samples for 0.05, 5 for 0.01, 6 for a tenth of that', () => {
  expect([fewestFor(0.05), fewestFor(0.01), fewestFor(0.0025)]).toEqual([4, 5, 6]);
});

test('three strata of two are 216 ways to divide them', () => {
  expect(fewestFor(0.01, 3)).toBe(6);
  expect(fewestFor(0.009, 3)).toBe(9);
});
