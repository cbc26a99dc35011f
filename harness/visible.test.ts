import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test('nothing but lines of text is left of what a terminal would obey', () => {
  expect(visible('two\nlines\tof \u{1f525} é')).toBe('two\nlines<09>of \u{1f525} é');
  expect(visible('\u001b]0;title\u0007 \u001b[2J \r \u009b31m \u202eabc \u0000')).toBe(
    '<1b>]0;title<07> <1b>[2J <0d> <9b>31m <202e>abc <00>',
  );
});
