import { expect, test } from 'vitest';
import { lengthTold } from './known-length.ts';

const lasted = (ms: number) => ({
  earliestMs: 1000,
  latestMs: 1001,
  evidence: 'seen',
  ended: { earliestMs: 1000 + ms, latestMs: 1001 + ms, evidence: 'seen' },
});

// Catches: an outage of another length that counts among those of its name, and one thrown away for its last hundredth.
test.each([
  [50, 74, true],
  [50, 76, false],
  [30, 44, true],
  [30, 46, false],
  [303, 327, true],
  [303, 329, false],
  [3000, 3043, true],
  [3000, 2840, false],
])('of %d ms asked for, %d ms are of that length: %s', (level, ms, holds) => {
  expect(lengthTold(lasted(ms), level)).toEqual({
    holds,
    saw: expect.stringMatching(holds ? /ms$/ : /which is not the \d+ ms that were asked for$/),
  });
});

test('an outage whose end nobody saw is of no length', () => {
  const { ended: _, ...endless } = lasted(303);
  expect(lengthTold(endless, 303)).toEqual({ holds: false, saw: 'nobody saw it begin and end' });
});
