/** Samples of two sides that may be held beside each other: of one phase, one level. */
export interface Stratum {
  baseline: readonly number[];
  candidate: readonly number[];
}

/** Those with samples on both sides: the others say nothing of a difference. */
export function paired(strata: readonly Stratum[]): Stratum[] {
  return strata.filter(({ baseline, candidate }) => baseline.length > 0 && candidate.length > 0);
}
