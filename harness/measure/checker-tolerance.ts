import type { Range } from '../model.ts';
import { earlyToleranceMs } from './predictions.ts';
import { middleOf, type TableMove } from './removal.ts';

/**
 * How late a checker may be beyond its prediction, ms: twice what the VRRP process gets (MEASURING 2.4). It runs at an
 * ordinary priority, wakes for every step of every attempt, and shares the lab's single CPU with the servers it asks.
 */
const checkerLateToleranceMs = 200;

/** What a table may do, measured from `cause` on, given what its checker was predicted to do. */
export interface Timing {
  value: number;
  /** Half of what is not known of the cause's instant and of the time between two readings of the table, ms. */
  bound: number;
  limit: Range;
  inside: boolean;
}

/** A move of the table against its prediction. A timer never fires early; what is left for that is for two clocks. */
export function timingOf({ afterMs }: TableMove, predictedMs: Range): Timing {
  const { value, bound } = middleOf(afterMs);
  const limit = latitude(predictedMs, bound);
  return { value, bound, limit, inside: value >= limit.low && value <= limit.high };
}

/** The prediction widened by the tolerances and by the error bound of what is compared with it. */
export function latitude({ low, high }: Range, bound: number): Range {
  return { low: Math.max(0, low - earlyToleranceMs - bound), high: high + checkerLateToleranceMs + bound };
}
