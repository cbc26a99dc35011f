import { expect, test } from 'vitest';
import { cliffsDelta } from './cliffs-delta.ts';
import { mannWhitney } from './mann-whitney.ts';
import { seededRandom } from './seeded-random.ts';
import type { Stratum } from './stratum.ts';

const apart = (n: number): Stratum[] => [
  { baseline: Array.from({ length: n }, (_, k) => k), candidate: Array.from({ length: n }, (_, k) => 100 + k) },
];

/** Permeability of membranes (Hollander, Wolfe and Chicken, "Nonparametric Statistical Methods", example 4.1). */
const permeability: Stratum = {
  baseline: [1.15, 0.88, 0.9, 0.74, 1.21],
  candidate: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
};

test.each([
  [3, 0.1],
  [4, 0.02857],
  [5, 0.00794],
  [6, 0.00216],
  [10, 0.0000108],
])('with %i samples on each side no p is smaller than %f', (n, p) => {
  expect(mannWhitney(apart(n))).toMatchObject({ u: n * n, pairs: n * n, exact: true });
  expect(mannWhitney(apart(n))?.p).toBeCloseTo(p, 5);
});

test('one sample beside hundreds is counted at once, from either side', () => {
  const many = Array.from({ length: 399 }, (_, k) => k);
  const startedMs = performance.now();
  const [above, below] = [
    mannWhitney([{ baseline: [1000], candidate: many }]),
    mannWhitney([{ baseline: many, candidate: [1000] }]),
  ];
  expect(above).toMatchObject({ u: 0, exact: true });
  expect(above?.p).toBeCloseTo(2 / 400, 10);
  expect(below?.p).toBeCloseTo(2 / 400, 10);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('the textbook example', () => {
  const found = mannWhitney([permeability]);
  expect(found).toMatchObject({ u: 35, pairs: 50, exact: true });
  expect(found?.p).toBeCloseTo(0.2544, 4);
  expect(cliffsDelta({ u: 35, pairs: 50 })).toBeCloseTo(0.4, 12);
});

/** Largest U that is still significant at 0.05, two-sided (tables of Mann-Whitney's U). */
test.each([
  [4, 4, 0],
  [5, 5, 2],
  [5, 8, 6],
  [8, 8, 13],
  [10, 10, 23],
])('the critical value of the tables for %i and %i samples is %i', (n, m, critical) => {
  // Samples with a wanted U: so many baseline samples lie below each of the candidate's.
  const withU = (u: number): Stratum => {
    const candidate = Array.from({ length: m }, (_, k) => Math.min(n, Math.max(0, u - k * n)) + (k + 1) / 100);
    return { baseline: Array.from({ length: n }, (_, k) => k + 0.9), candidate };
  };
  expect(mannWhitney([withU(critical)])).toMatchObject({ u: critical });
  expect(mannWhitney([withU(critical)])?.p).toBeLessThanOrEqual(0.05);
  expect(mannWhitney([withU(critical + 1)])?.p).toBeGreaterThan(0.05);
});

/** p by trying every way to divide the samples of each stratum. */
function byBruteForce(strata: readonly Stratum[]): number {
  const uOf = (x: number[], y: number[]) =>
    y.reduce((sum, b) => sum + x.reduce((part, a) => part + (b > a ? 1 : b === a ? 0.5 : 0), 0), 0);
  const each = strata.map(({ baseline, candidate }) => {
    const all = [...baseline, ...candidate];
    const us: number[] = [];
    for (let mask = 0; mask < 2 ** all.length; mask += 1) {
      const y = all.filter((_, k) => (mask >> k) & 1);
      if (y.length === candidate.length)
        us.push(
          uOf(
            all.filter((_, k) => !((mask >> k) & 1)),
            y,
          ),
        );
    }
    return us;
  });
  const sums = each.reduce((some, us) => some.flatMap((a) => us.map((b) => a + b)), [0]);
  const pairs = strata.reduce((sum, { baseline, candidate }) => sum + baseline.length * candidate.length, 0);
  const u = strata.reduce((sum, { baseline, candidate }) => sum + uOf([...baseline], [...candidate]), 0);
  const away = Math.abs(u - pairs / 2);
  return sums.filter((one) => Math.abs(one - pairs / 2) >= away - 1e-9).length / sums.length;
}

test.each([
  ['ties', [{ baseline: [1, 2, 2, 3], candidate: [2, 3, 3, 3, 4] }]],
  ['unequal sides with ties', [{ baseline: [0, 0], candidate: [0, 1, 1, 1, 0, 2, 1] }]],
  [
    'two strata',
    [
      { baseline: [1, 5, 3], candidate: [4, 6] },
      { baseline: [101, 102], candidate: [103, 100, 108] },
    ],
  ],
  ['three strata of one each', [1, 2, 3].map((k) => ({ baseline: [k], candidate: [k + 0.5] }))],
])('p is what trying every division gives: %s', (_, strata) => {
  const found = mannWhitney(strata);
  expect(found?.exact).toBe(true);
  expect(found?.p).toBeCloseTo(byBruteForce(strata), 12);
});

test('differences between strata hide nothing: 50 above in each of three that lie 400 apart', () => {
  const strata = [0, 400, 800].map((base) => ({
    baseline: [0, 3, 6].map((k) => base + k),
    candidate: [51, 54, 57].map((k) => base + k),
  }));
  const mixed = [
    { baseline: strata.flatMap((one) => one.baseline), candidate: strata.flatMap((one) => one.candidate) },
  ];
  expect(mannWhitney(strata)?.p).toBeLessThan(0.001);
  expect(mannWhitney(mixed)?.p).toBeGreaterThan(0.1);
});

test('large sides are approximated, ties or not, close to what counting gives', () => {
  const random = seededRandom(3);
  for (const step of [0, 1]) {
    const draw = (n: number, by: number) =>
      Array.from({ length: n }, () => (step === 0 ? random() * 10 + by : Math.floor(random() * 10) + by));
    const counted = { baseline: draw(20, 0), candidate: draw(20, 1) };
    const approximated = { baseline: [...counted.baseline, 5.05], candidate: counted.candidate };
    const [exact, normal] = [mannWhitney([counted]), mannWhitney([approximated])];
    expect([exact?.exact, normal?.exact]).toEqual([true, false]);
    expect(normal?.p).toBeCloseTo(exact?.p ?? 0, 1);
  }
});

test('equal samples show nothing, and neither does one side alone', () => {
  expect(mannWhitney([{ baseline: [2, 2, 2], candidate: [2, 2] }])?.p).toBe(1);
  const many = Array.from({ length: 30 }, () => 2);
  expect(mannWhitney([{ baseline: many, candidate: many }])).toMatchObject({ p: 1, exact: false });
  expect(mannWhitney([{ baseline: [1], candidate: [] }])).toBeNull();
  expect(mannWhitney([])).toBeNull();
});
