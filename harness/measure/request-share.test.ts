import { expect, test } from 'vitest';
import { sizeOf } from './request-share.ts';

test('rr, lc and dh see no weights but 0, all others do', () => {
  for (const scheduler of ['rr', 'lc', 'dh'] as const) {
    expect([0, 1, 5].map((weight) => sizeOf({ scheduler }, { weight }))).toEqual([0, 1, 1]);
  }
  for (const scheduler of ['wrr', 'wlc', 'sed', 'nq', 'sh', 'mh', 'lblc', 'lblcr', 'fo', 'ovf', 'twos'] as const) {
    expect([0, 1, 5].map((weight) => sizeOf({ scheduler }, { weight }))).toEqual([0, 1, 5]);
  }
});
