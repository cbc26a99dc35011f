import { median } from './quantiles.ts';
import { convolved, doubledRanksOf, isCounted, rankSumDistribution } from './rank-sum.ts';
import { paired, type Stratum } from './stratum.ts';

/** By how much the candidate's samples are larger than the baseline's. */
export interface Shift {
  value: number;
  /** Of at least 95 % confidence; null where so few samples give none (fewer than four on each side). */
  interval: { low: number; high: number } | null;
}

const tail = 0.025;
/** Quantile of the normal distribution that leaves `tail`. */
const normalQuantile = 1.959964;

/**
 * Hodges and Lehmann's shift (1963): the median of all differences between a sample of the candidate and one of the baseline
 * of the same stratum, and the distribution-free interval that goes with it: the K-th smallest to the K-th largest
 * difference, K from the distribution of Mann and Whitney's U, or n m / 2 - 1.96 sqrt(n m (n + m + 1) / 12) where that is
 * not counted out (MEASURING 5.2). Null where no stratum has samples on both sides.
 */
export function hodgesLehmann(strata: readonly Stratum[]): Shift | null {
  const both = paired(strata);
  const differences = differencesIn(both).sort((a, b) => a - b);
  const value = median(differences);
  if (value === null) return null;
  const place = intervalPlace(both.map(({ baseline, candidate }) => [baseline.length, candidate.length]));
  const [low, high] = [differences[place - 1], differences[differences.length - place]];
  return { value, interval: low === undefined || high === undefined ? null : { low, high } };
}

/** Whether so many samples, of the baseline and of the candidate in each stratum, have an interval, whatever they are. */
export function hasInterval(sizes: readonly (readonly [baseline: number, candidate: number])[]): boolean {
  const both = sizes.filter(([n, m]) => n > 0 && m > 0);
  return both.length > 0 && intervalPlace(both) > 0;
}

/** The shift alone, without its interval. */
export function shiftOf(strata: readonly Stratum[]): number | null {
  return median(differencesIn(strata));
}

function differencesIn(strata: readonly Stratum[]): number[] {
  return strata.flatMap(({ baseline, candidate }) => candidate.flatMap((y) => baseline.map((x) => difference(y, x))));
}

/** Of two samples beyond measure nothing is known but that both are. */
function difference(y: number, x: number): number {
  return y === x ? 0 : y - x;
}

/** From 1, which of the smallest and of the largest differences bound the interval; 0: none do. */
function intervalPlace(sizes: readonly (readonly [number, number])[]): number {
  const pairs = sizes.reduce((sum, [n, m]) => sum + n * m, 0);
  if (sizes.every(([n, m]) => isCounted(n, m)) && pairs <= 2000) {
    const distribution = sizes.map(([n, m]) => untied(n, m)).reduce(convolved, [1]);
    let below = 0;
    // Entry k is of U = k / 2, and without ties U is whole.
    for (let place = 0; place < pairs; place += 1) {
      below += distribution[2 * place] ?? 0;
      if (below > tail) return place;
    }
    return 0;
  }
  const variance = sizes.reduce((sum, [n, m]) => sum + (n * m * (n + m + 1)) / 12, 0);
  return Math.max(0, Math.floor(pairs / 2 - normalQuantile * Math.sqrt(variance)));
}

function untied(baseline: number, candidate: number): number[] {
  return rankSumDistribution(doubledRanksOf(Array.from({ length: baseline + candidate }, (_, n) => n)), candidate);
}
