/** Quantiles of the normal distribution for a two-sided test at 0.05 that finds the shift four times in five. */
const reach = 1.959964 + 0.841621;

/**
 * The smallest shift that comparisons with this standard error would tell from none, four times in five: for two sides of n
 * samples that vary by sigma, it is the delta of n = 15.7 (sigma / delta)^2 (MEASURING 5.2).
 */
export function detectableShift(standardError: number): number {
  return reach * standardError;
}

/** Samples on each side for `delta` to be that shift, if so many (`each`) give this standard error; infinite for 0. */
export function repetitionsFor(delta: number, standardError: number, each: number): number {
  if (standardError === 0) return each;
  return Math.ceil(each * (detectableShift(standardError) / delta) ** 2);
}

/**
 * Fewest samples on each side, in so many strata, with which the rank test can reach a p below `level` at all: of k in each
 * stratum, 2 / (2k over k)^strata < level.
 */
export function fewestFor(level: number, strata = 1): number {
  let ways = 1;
  let each = 0;
  while (2 / ways ** strata >= level) {
    each += 1;
    ways = (ways * (2 * each) * (2 * each - 1)) / each ** 2;
  }
  return each * strata;
}
