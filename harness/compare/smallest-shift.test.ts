import { expect, test } from 'vitest';
import { smallestShiftOf } from './smallest-shift.ts';

test.each([
  ['failoverMs', 'ms', null, 3000, 20],
  ['failoverMs', 'ms', 50, 3000, 50],
  ['latencyP99Ms', 'ms', null, 8, 0.4],
  ['movedPercent', '%', null, 25, 1],
  ['requestsPerSecond', '/s', null, 400, 20],
  ['impaired', 'requests', null, 4, 1],
  ['impaired', 'requests', null, 300, 15],
  ['linkGain', '× NAT', 0.4, 10, 0.5],
])('of %s in %s, bound %s, at %d: %d', (name, unit, bound, median, value) => {
  expect(smallestShiftOf({ name, unit, bound }, median).value).toBeCloseTo(value, 10);
});

test('the bound of a sample is named where it is what counts', () => {
  expect(smallestShiftOf({ name: 'failoverMs', unit: 'ms', bound: 50 }, 0).because).toContain('error bound');
});
