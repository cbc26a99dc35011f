/** Sum of numbers; 0 without any. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Parts of their sum, 0..1; all 0 where there is nothing to share. */
export function sharesOf(counts: readonly number[]): number[] {
  const total = sum(counts) || 1;
  return counts.map((one) => one / total);
}

/** Percent of a whole; 0 of nothing. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}

/** Shares (0..1) as a reader likes them, with at most so many decimals: `12.5 : 25 : 62.5 %`. */
export function percents(shares: readonly number[], decimals: number): string {
  return `${shares.map((share) => String(Number((share * 100).toFixed(decimals)))).join(' : ')} %`;
}
