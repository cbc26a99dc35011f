import { expect, test } from 'vitest';
import { formatDuration } from './words.ts';

test.each([
  [0, '0 s'],
  [59_499, '59 s'],
  [59_500, '1 min 0 s'],
  [195_000, '3 min 15 s'],
  [7_500_000, '2 h 5 min'],
])('%i ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
