/** From here on the normal approximation is good to more digits than anybody reads, and counting takes long. */
const mostPairsCounted = 400;

/** Whether the distribution for sides of these sizes is counted out, or approximated. */
export function isCounted(baseline: number, candidate: number): boolean {
  return baseline * candidate <= mostPairsCounted;
}

/**
 * Distribution of twice the Mann-Whitney U of `chosen` of these samples, when which of them are chosen is chance: entry k
 * is the probability of U = k/2. `doubledRanks` are twice the ranks of all samples, ties with their mean rank, so that all
 * are whole numbers. Counts subsets by their rank sum; without ties this is Mann and Whitney's table (1947).
 */
export function rankSumDistribution(doubledRanks: readonly number[], chosen: number): number[] {
  const others = doubledRanks.length - chosen;
  // To choose some is to leave the others: whichever are fewer are counted, or one beside hundreds would take minutes.
  if (chosen > others) return rankSumDistribution(doubledRanks, others).reverse();
  const most = doubledRanks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(most + 1));
  (ways[0] as Float64Array)[0] = 1;
  for (const rank of doubledRanks) {
    for (let size = chosen; size >= 1; size -= 1) {
      const [into, from] = [ways[size] as Float64Array, ways[size - 1] as Float64Array];
      for (let sum = most; sum >= rank; sum -= 1) into[sum] = (into[sum] ?? 0) + (from[sum - rank] ?? 0);
    }
  }
  const least = chosen * (chosen + 1);
  const pairs = chosen * (doubledRanks.length - chosen);
  const counts = Array.from((ways[chosen] as Float64Array).subarray(least, least + 2 * pairs + 1));
  const all = counts.reduce((sum, one) => sum + one, 0);
  return counts.map((count) => count / all);
}

/** Of the sum of two independent ones. */
export function convolved(a: readonly number[], b: readonly number[]): number[] {
  const sums = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, p] of a.entries()) {
    if (p > 0) for (const [j, q] of b.entries()) sums[i + j] = (sums[i + j] ?? 0) + p * q;
  }
  return sums;
}

/** Twice the rank of each of the values, from 2; equal ones have their mean rank. */
export function doubledRanksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const ranks = new Map<number, number>();
  for (let first = 0; first < sorted.length; ) {
    const value = sorted[first] as number;
    let last = first;
    while (sorted[last + 1] === value) last += 1;
    ranks.set(value, first + last + 2);
    first = last + 1;
  }
  return values.map((value) => ranks.get(value) as number);
}
