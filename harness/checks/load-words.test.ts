import { expect, test } from 'vitest';
import { intervalName } from './load-words.ts';

test('fewer than six rounds make no interval of 95 %, and none is claimed', () => {
  expect(intervalName([2, 5])).toBe('smallest to largest round');
  expect(intervalName([6, 20])).toBe('nominal 95 % bootstrap interval');
  expect(intervalName([5, 6])).toBe(
    'nominal 95 % bootstrap interval, or with fewer than 6 rounds smallest to largest round',
  );
});
