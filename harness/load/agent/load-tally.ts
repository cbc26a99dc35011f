import { build } from 'hdr-histogram-js';
import type { KernelMs } from '../../model.ts';
import { toMicrosecond } from './clock.ts';
import type { LoadOutcome } from './protocol.ts';

/** Counts what becomes of the requests of one closed loop. Latencies are those of 2xx answers. */
export interface LoadTally {
  /** `bytes`: of head and body. */
  answered(status: number, bytes: number, latencyMs: number): void;
  /** Requests that were never answered, and why. */
  failed(cause: string, times: number): void;
  outcome(startedAtMs: KernelMs, endedAtMs: KernelMs, connections: number): LoadOutcome;
}

const longestLatencyMicroseconds = 60_000_000;

/** An empty tally. */
export function createLoadTally(): LoadTally {
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: longestLatencyMicroseconds });
  const failures = new Map<string, number>();
  let responses = 0;
  let answeredBytes = 0;
  let non2xx = 0;
  let maxMs = 0;
  return {
    answered(status, bytes, latencyMs) {
      responses += 1;
      answeredBytes += bytes;
      if (status < 200 || status > 299) {
        non2xx += 1;
        return;
      }
      maxMs = Math.max(maxMs, latencyMs);
      latencies.recordValue(Math.min(longestLatencyMicroseconds, Math.max(1, Math.round(latencyMs * 1000))));
    },
    failed: (cause, times) => void failures.set(cause, (failures.get(cause) ?? 0) + times),
    outcome(startedAtMs, endedAtMs, connections) {
      const durationMs = endedAtMs - startedAtMs;
      // The histogram rounds up to the end of its bucket, beyond the largest value itself.
      const percentileMs = (percent: number) =>
        Math.min(latencies.getValueAtPercentile(percent) / 1000, toMicrosecond(maxMs));
      return {
        throughput: {
          startedAtMs: toMicrosecond(startedAtMs),
          durationMs: toMicrosecond(durationMs),
          connections,
          responses,
          requestsPerSecond: Math.round((responses / durationMs) * 1e5) / 100,
          errors: [...failures.values()].reduce((sum, times) => sum + times, 0),
          non2xx,
          latencyMs: { p50: percentileMs(50), p99: percentileMs(99), max: toMicrosecond(maxMs) },
        },
        answeredBytes,
        failures: Object.fromEntries(failures),
      };
    },
  };
}
