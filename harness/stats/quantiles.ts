import type { Measured } from '../model.ts';
import { largest, smallest } from './extremes.ts';

/**
 * Quantile of unsorted values, linear between order statistics (type 7 of Hyndman and Fan 1996: R's and NumPy's default).
 * `share` 0..1; null without values.
 */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  // Also where both are infinite: a difference of those is no number.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}

/** The middle value, or the mean of the two in the middle; null without values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Median and extremes over trials; null without values: nothing measured is not zero. */
export function measured(values: readonly number[]): Measured | null {
  const middle = median(values);
  if (middle === null) return null;
  return { median: middle, min: smallest(values), max: largest(values), trials: values.length };
}
