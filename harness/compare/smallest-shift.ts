import type { Metric } from '../model.ts';

/** Below which a shift is of no matter, and why so. */
export interface SmallestShift {
  /** In the metric's unit. */
  value: number;
  /** `20 ms`, `5 % of the baseline`, `the error bound of a sample`. */
  because: string;
}

/** What phase-locked failover times repeat to, and an operator may care about, ms (MEASURING 5.2). */
const smallestTimeMs = 20;
/** Of rates, latencies, counts and ratios (MEASURING 5.2: 5 % for throughput). */
const smallestPart = 0.05;

/**
 * The shift that matters of a metric (MEASURING 5.2): 20 ms of a failover's times, 1 point of a share, 5 % of the baseline's
 * median of all else, of counts at least 1; never less than the error bound of a sample.
 */
export function smallestShiftOf(
  { name, unit, bound }: Pick<Metric, 'name' | 'unit' | 'bound'>,
  baselineMedian: number,
): SmallestShift {
  const asked = askedShift(name, unit, baselineMedian);
  return bound !== null && bound > asked.value ? { value: bound, because: 'the error bound of a sample' } : asked;
}

function askedShift(name: string, unit: string, baselineMedian: number): SmallestShift {
  if (unit === 'ms' && !/latency|PerRequest/.test(name))
    return { value: smallestTimeMs, because: 'the least that matters' };
  if (unit === '%') return { value: 1, because: 'the least that matters' };
  const part = smallestPart * Math.abs(baselineMedian);
  if (countUnits.includes(unit) && part < 1) return { value: 1, because: 'the least that matters' };
  return { value: part, because: '5 % of the baseline' };
}

const countUnits = ['requests', 'connections'];
