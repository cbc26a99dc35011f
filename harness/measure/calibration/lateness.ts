import type { Calibration, Recording } from '../../model.ts';
import { quantile } from '../../stats/quantiles.ts';

/**
 * Sent minus due, of all requests of these recordings together, by probe interval, the shortest first. Those that never left
 * the prober's process are left out: they cost it far less than real ones.
 */
export function latenessOf(recordings: readonly Recording[]): Calibration['lateness'] {
  const byInterval = new Map<number, number[]>();
  for (const recording of recordings) {
    const { intervalMs, inProcess } = recording.run.probe;
    if (inProcess === true) continue;
    const late = byInterval.get(intervalMs) ?? [];
    for (const { value } of recording.series('request')) late.push(value.lateMs);
    byInterval.set(intervalMs, late);
  }
  return [...byInterval]
    .filter(([, late]) => late.length > 0)
    .sort(([a], [b]) => a - b)
    .map(([probeIntervalMs, late]) => ({
      probeIntervalMs,
      p50Ms: quantile(late, 0.5) ?? 0,
      p99Ms: quantile(late, 0.99) ?? 0,
      maxMs: quantile(late, 1) ?? 0,
    }));
}
