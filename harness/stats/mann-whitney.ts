import { upperTail } from './chi-square.ts';
import { convolved, doubledRanksOf, isCounted, rankSumDistribution } from './rank-sum.ts';
import { paired, type Stratum } from './stratum.ts';

/** A test of whether one side's samples tend to be larger. */
export interface MannWhitney {
  /** Pairs of one stratum in which the candidate's sample is the larger; equal ones count half. */
  u: number;
  /** All pairs: half of them is what chance gives. */
  pairs: number;
  /** Two-sided: probability of a U at least as far from what chance gives, 0..1. */
  p: number;
  /** Counted out over all ways to divide the samples; else by the normal distribution. */
  exact: boolean;
}

/**
 * Mann and Whitney's test (1947), within strata: U is the sum of theirs. Counted out where the strata are small, ties
 * included; else the normal approximation with its corrections for ties and continuity (Lehmann 1975, 1.2 and 1.5). Null
 * where no stratum has samples on both sides.
 */
export function mannWhitney(strata: readonly Stratum[]): MannWhitney | null {
  const both = paired(strata);
  if (both.length === 0) return null;
  const u = both.reduce((sum, one) => sum + uOf(one), 0);
  const pairs = both.reduce((sum, { baseline, candidate }) => sum + baseline.length * candidate.length, 0);
  const exact = both.every(({ baseline, candidate }) => isCounted(baseline.length, candidate.length)) && pairs <= 2000;
  return { u, pairs, p: exact ? countedP(both, u, pairs) : normalP(both, u, pairs), exact };
}

function uOf({ baseline, candidate }: Stratum): number {
  let u = 0;
  for (const y of candidate) for (const x of baseline) u += y > x ? 1 : y === x ? 0.5 : 0;
  return u;
}

function countedP(both: readonly Stratum[], u: number, pairs: number): number {
  const distribution = both
    .map(({ baseline, candidate }) =>
      rankSumDistribution(doubledRanksOf([...baseline, ...candidate]), candidate.length),
    )
    .reduce(convolved, [1]);
  const away = Math.abs(2 * u - pairs);
  const p = distribution.reduce((sum, share, index) => (Math.abs(index - pairs) >= away ? sum + share : sum), 0);
  return Math.min(1, p);
}

function normalP(both: readonly Stratum[], u: number, pairs: number): number {
  const variance = both.reduce((sum, one) => sum + varianceOf(one), 0);
  if (variance === 0) return 1;
  const away = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return upperTail(away ** 2 / variance, 1);
}

function varianceOf({ baseline, candidate }: Stratum): number {
  const all = [...baseline, ...candidate];
  const times = new Map<number, number>();
  for (const value of all) times.set(value, (times.get(value) ?? 0) + 1);
  const ties = [...times.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const n = all.length;
  return ((baseline.length * candidate.length) / 12) * (n + 1 - ties / (n * (n - 1)));
}
