/** A chi-square test of counts against what chance would give. */
export interface ChiSquareTest {
  /** Sum of (observed - expected)^2 / expected. */
  statistic: number;
  degreesOfFreedom: number;
  /** Probability of a statistic at least as large when the expectation is right, 0..1. */
  p: number;
}

/** Below this an expected count makes the distribution no chi-square: the usual rule. */
const leastExpected = 5;

/**
 * Pearson's goodness of fit. `shares` are the probabilities of the cells and sum to 1; null with fewer than two cells that
 * may be hit, or where one of them is expected fewer than 5 times. A count where none may be makes p 0.
 * Only for choices that are independent of each other: what takes turns is far more even than chance (MEASURING 5.1).
 */
export function chiSquareTest(counts: readonly number[], shares: readonly number[]): ChiSquareTest | null {
  const total = counts.reduce((sum, one) => sum + one, 0);
  const cells = counts.map((count, index) => ({ count, expected: total * (shares[index] ?? 0) }));
  const possible = cells.filter(({ expected }) => expected > 0);
  if (possible.length < 2 || possible.some(({ expected }) => expected < leastExpected)) return null;
  const degreesOfFreedom = possible.length - 1;
  if (cells.some(({ count, expected }) => expected <= 0 && count > 0))
    return { statistic: Number.POSITIVE_INFINITY, degreesOfFreedom, p: 0 };
  const statistic = possible.reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0);
  return { statistic, degreesOfFreedom, p: upperTail(statistic, degreesOfFreedom) };
}

/**
 * Probability that a chi-square variable exceeds `statistic`, 0..1: Q(k/2, x/2) by its recurrence
 * Q(a+1, x) = Q(a, x) + x^a e^-x / Gamma(a+1), from Q(1/2, x) = erfc(sqrt x) or Q(1, x) = e^-x (Abramowitz and Stegun 26.4).
 */
export function upperTail(statistic: number, degreesOfFreedom: number): number {
  const x = statistic / 2;
  if (x <= 0) return 1;
  const odd = degreesOfFreedom % 2 === 1;
  let a = odd ? 0.5 : 1;
  let sum = odd ? complementaryError(Math.sqrt(x)) : Math.exp(-x);
  // x^a e^-x / Gamma(a + 1)
  let term = odd ? Math.sqrt(x) * Math.exp(-x) * (2 / Math.sqrt(Math.PI)) : x * Math.exp(-x);
  while (a < degreesOfFreedom / 2) {
    sum += term;
    a += 1;
    term *= x / a;
  }
  return Math.min(1, sum);
}

/** erfc of a number >= 0: the series of erf for small ones, the continued fraction (Lentz) for large ones; to about 1e-14. */
function complementaryError(z: number): number {
  const gaussian = Math.exp(-z * z) / Math.sqrt(Math.PI);
  if (z < 2) {
    let term = 2 * z * gaussian;
    let sum = term;
    for (let n = 1; Math.abs(term) > 1e-17; n += 1) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return 1 - sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n -= 1) fraction = n / 2 / (z + fraction);
  return gaussian / (z + fraction);
}
