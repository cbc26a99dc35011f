import type { Measured } from '../../harness/model.ts';
import type { Estimate } from '../../harness/stats/bootstrap.ts';
import { absent, formatNumber } from '../format.ts';

/** Median and extremes with so many decimals: `1 234 [1 201 .. 1 260]`; one number where they are the same. */
export function spreadCell(value: Measured | null, decimals: number, scale = 1): string {
  if (value === null) return absent;
  const [median, min, max] = [value.median, value.min, value.max].map((one) => formatNumber(one * scale, decimals));
  return min === max ? `${median}` : `${median} [${min} .. ${max}]`;
}

/** A rate: whole requests from a hundred on. */
export function rateCell(value: Measured | null): string {
  return spreadCell(value, value !== null && value.median < 100 ? 1 : 0);
}

/** A number with its interval, whose kind `intervalName` tells: `0.92 (0.90 to 0.94)`. */
export function estimateCell({ value, low, high }: Estimate, decimals = 2): string {
  const [middle, from, to] = [value, low, high].map((one) => formatNumber(one, decimals));
  return from === to ? `${middle}` : `${middle} (${from} to ${to})`;
}
