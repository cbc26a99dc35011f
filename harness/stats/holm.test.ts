import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('adjusted as R’s p.adjust does, in the order given', () => {
  expect(holm([0.05, 0.01, 0.03, 0.02, 0.04])).toEqual([0.09, 0.05, 0.09, 0.08, 0.09]);
});

test('one test needs no adjustment, and none exceeds 1', () => {
  expect(holm([0.004])).toEqual([0.004]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
