/** Half the sum of the differences of two distributions, 0..1: the part of the whole that is in the wrong place. */
export function totalVariation(shares: readonly number[], expected: readonly number[]): number {
  return shares.reduce((sum, share, index) => sum + Math.abs(share - (expected[index] ?? 0)), 0) / 2;
}

/** The largest |share - expected| / expected; Infinity for a share where nothing was expected. */
export function maxRelativeDeviation(shares: readonly number[], expected: readonly number[]): number {
  return Math.max(
    0,
    ...shares.map((share, index) => {
      const wanted = expected[index] ?? 0;
      if (wanted > 0) return Math.abs(share - wanted) / wanted;
      return share > 0 ? Number.POSITIVE_INFINITY : 0;
    }),
  );
}

/**
 * Jain's fairness index of loads by weight, 1/n..1; null without any load. A dashboard number and no test: 130, 90, 90, 90
 * of 400 are still 0.97 (Jain, Chiu, Hawe 1984; MEASURING 5.1).
 */
export function jainIndex(counts: readonly number[], weights: readonly number[]): number | null {
  const loads = counts.flatMap((count, index) => {
    const weight = weights[index] ?? 0;
    return weight > 0 ? [count / weight] : [];
  });
  const squares = loads.reduce((sum, one) => sum + one ** 2, 0);
  return squares === 0 ? null : loads.reduce((sum, one) => sum + one, 0) ** 2 / (loads.length * squares);
}
