import { expect, test } from 'vitest';
import { fromTo, measuredInSeconds, rangeInSeconds } from './words.ts';

test.each([
  [{ low: 3542, high: 3648 }, '3.542 to 3.648 s'],
  [{ low: 3648.7, high: 3649.3 }, '3.649 s'],
  [{ low: 3649, high: 3649 }, '3.649 s'],
])('%o reads %s', (range, text) => expect(rangeInSeconds(range)).toBe(text));

test('a spread is told where it can be read', () => {
  const median = 3249;
  expect(measuredInSeconds({ median, min: 2850, max: 3560, trials: 3 })).toBe('3.249 s (2.850 to 3.560 s)');
  expect(measuredInSeconds({ median, min: 3248.8, max: 3249.4, trials: 3 })).toBe('3.249 s');
  expect(measuredInSeconds({ median, min: median, max: median, trials: 1 })).toBe('3.249 s');
});

test('with fewer decimals more ranges are one number', () => {
  expect(fromTo({ low: 9.996, high: 10.004 }, 2, 'times')).toBe('10.00 times');
  expect(fromTo({ low: 9.5, high: 10 }, 2, 'times')).toBe('9.50 to 10.00 times');
});
