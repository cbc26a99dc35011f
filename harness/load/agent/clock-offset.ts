import type { ClockOffsetValue } from '../../model.ts';
import { monotonicMs } from './clock.ts';

const goodBoundMs = 0.02;
const attempts = 5;
/** gettimeofday(2), under `Date.now()`, counts microseconds. */
const resolutionMs = 0.001;

/**
 * Reads CLOCK_REALTIME minus CLOCK_MONOTONIC, blocking for up to 5 ms.
 *
 * Node reads CLOCK_REALTIME only through `Date.now()`, in whole milliseconds (`performance.timeOrigin` is taken once and
 * does not follow when the clock is set). But the instant at which it steps is exact: read in turn with the monotonic
 * clock until it steps, the step lies between the two monotonic readings around it. An attempt that the scheduler
 * interrupted has a wide bracket; the tightest of a few attempts counts.
 */
export function readClockOffset(now = monotonicMs, dateNow: () => number = Date.now): ClockOffsetValue {
  let best: ClockOffsetValue | null = null;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const edge = readEdge(now, dateNow);
    if (edge !== null && (best === null || edge.boundMs < best.boundMs)) best = edge;
    if (best !== null && best.boundMs <= goodBoundMs) break;
  }
  if (best !== null) return { ...best, boundMs: Math.ceil((best.boundMs + resolutionMs) * 1000) / 1000 };
  // The clock was set in every attempt, or stands still: one plain pair, which is within the millisecond it is cut to.
  const before = now();
  const date = dateNow();
  const after = now();
  return { offsetMs: date + 0.5 - (before + after) / 2, boundMs: 0.5 + (after - before) / 2 };
}

function readEdge(now: () => number, dateNow: () => number): ClockOffsetValue | null {
  let before = now();
  let date = dateNow();
  const givenUpAtMs = before + 5;
  for (;;) {
    const between = now();
    const next = dateNow();
    if (next !== date) {
      const after = now();
      // A jump of more than one is an interrupted reading or a set clock: no edge was seen.
      return next === date + 1 ? { offsetMs: next - (before + after) / 2, boundMs: (after - before) / 2 } : null;
    }
    if (between > givenUpAtMs) return null;
    before = between;
    date = next;
  }
}
