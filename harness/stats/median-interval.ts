import type { Range } from '../model.ts';

/**
 * Distribution-free interval of a median, of at least 95 % confidence: the j-th smallest to the j-th largest value, j from
 * the binomial distribution (MEASURING 5.2: 1st to 6th of 6, 2nd to 9th of 10, 6th to 15th of 20). Null below six values:
 * even all of them do not make 95 %.
 */
export function medianInterval(values: readonly number[]): Range | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  // Logarithm of the chance of exactly k of n below the median.
  let logarithm = -n * Math.LN2;
  let below = Math.exp(logarithm);
  let place = 0;
  while (below <= 0.025 && place < n) {
    place += 1;
    logarithm += Math.log((n - place + 1) / place);
    below += Math.exp(logarithm);
  }
  const [low, high] = [sorted[place - 1], sorted[n - place]];
  return low === undefined || high === undefined ? null : { low, high };
}
