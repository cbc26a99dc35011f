import type { KernelMs } from '../model.ts';

/** From an instant, up to but not including another; `toMs` may be Infinity for what has not ended. */
export interface Interval {
  fromMs: KernelMs;
  toMs: KernelMs;
}

/** Time inside the window during which at least `depth` of the intervals hold at once, ms. */
export function overlapMs(intervals: readonly Interval[], window: Interval, depth = 2): number {
  const edges = intervals
    .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, window.fromMs), toMs: Math.min(toMs, window.toMs) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .flatMap(({ fromMs, toMs }) => [
      { at: fromMs, step: 1 },
      { at: toMs, step: -1 },
    ])
    .sort((a, b) => a.at - b.at);
  let holding = 0;
  let totalMs = 0;
  let sinceMs = window.fromMs;
  for (const { at, step } of edges) {
    if (holding >= depth) totalMs += at - sinceMs;
    holding += step;
    sinceMs = at;
  }
  return totalMs;
}
