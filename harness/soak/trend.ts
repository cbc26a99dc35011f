import { median } from '../stats/quantiles.ts';

/** A count over the events of a soak, as far as one thing lived: a lab, the soak itself. */
export interface CountSeries {
  /** What was counted, and of what: `processes in the guest of lab 1a2b`. */
  what: string;
  /** A count up to which a difference is no leak: what caches and logs take. */
  tolerance: number;
  counts: readonly number[];
}

export interface CountTrend {
  what: string;
  samples: number;
  first: number | null;
  last: number | null;
  max: number | null;
  /** Median of the slopes of all pairs (Theil and Sen), per event; null: fewer than two. */
  perEvent: number | null;
  /** `too-few`: nothing is told. */
  verdict: 'steady' | 'grows' | 'too-few';
}

/** Counts before this are those of caches that fill. */
const warmUp = 2;
/** Behind the warm-up; with fewer nothing is told. */
export const fewestCounts = 6;

/**
 * Whether a count grows: the least of the last third is above the most of the first third by more than the tolerance. What
 * goes up and down does not, a leak of one per event does as soon as two thirds of the events outweigh the tolerance.
 */
export function trendOf({ what, tolerance, counts }: CountSeries): CountTrend {
  const settled = counts.slice(warmUp);
  const facts = {
    what,
    samples: counts.length,
    first: counts[0] ?? null,
    last: counts.at(-1) ?? null,
    max: counts.length === 0 ? null : Math.max(...counts),
    perEvent: slopePerEvent(settled),
  };
  if (settled.length < fewestCounts) return { ...facts, verdict: 'too-few' };
  const third = Math.floor(settled.length / 3);
  const grew = Math.min(...settled.slice(-third)) - Math.max(...settled.slice(0, third));
  return { ...facts, verdict: grew > tolerance ? 'grows' : 'steady' };
}

function slopePerEvent(counts: readonly number[]): number | null {
  const slopes = counts.flatMap((later, j) => counts.slice(0, j).map((before, i) => (later - before) / (j - i)));
  return median(slopes);
}
