import type { Range } from '../model.ts';

/** The smallest range that holds all of them; null for none. */
export function hull(ranges: readonly Range[]): Range | null {
  if (ranges.length === 0) return null;
  return { low: Math.min(...ranges.map((one) => one.low)), high: Math.max(...ranges.map((one) => one.high)) };
}
