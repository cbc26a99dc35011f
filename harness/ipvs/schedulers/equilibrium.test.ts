import { expect, test } from 'vitest';
import { leastConnectionShares } from './equilibrium.ts';

const twoMinutesMs = 120_000;

test('ten times slower costs little, a hundred times a good part', () => {
  const [quick, slow] = leastConnectionShares(
    [
      { weight: 1, openMs: 10 },
      { weight: 1, openMs: 100 },
    ],
    twoMinutesMs,
  );
  expect([quick, slow].map((share) => Math.round(1000 * (share ?? 0)))).toEqual([543, 457]);
  const far = leastConnectionShares(
    [
      { weight: 1, openMs: 10 },
      { weight: 1, openMs: 1000 },
    ],
    twoMinutesMs,
  );
  expect(far.map((share) => Math.round(1000 * share))).toEqual([754, 246]);
});

test('alike but for their weights, they get what weights say', () => {
  const shares = leastConnectionShares(
    [1, 2, 3, 4].map((weight) => ({ weight, openMs: 5 })),
    twoMinutesMs,
  );
  shares.forEach((share, place) => {
    expect(share).toBeCloseTo((place + 1) / 10);
  });
  expect(leastConnectionShares([{ weight: 0, openMs: 5 }], twoMinutesMs)).toEqual([0]);
});

test('a run that has just begun remembers little, so that what is open counts for more', () => {
  const servers = [
    { weight: 1, openMs: 2 },
    { weight: 1, openMs: 102 },
  ];
  expect(leastConnectionShares(servers, 2000)[1]).toBeLessThan(leastConnectionShares(servers, twoMinutesMs)[1] ?? 0);
});
