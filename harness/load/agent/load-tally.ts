import { build } from 'hdr-histogram-js';
import type { KernelMs } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import type { LoadOutcome } from './protocol.ts';

/** What is counted of a load. */
export interface CountedSpan {
  countFromMs: KernelMs;
  countUntilMs: KernelMs;
}

/**
 * Counts what becomes of the requests of one closed loop, by when that is: what was sent before the span begins, and
 * answered in it, counts. Latencies are those of 2xx answers.
 *
 * What is still open at the end counts as failed, `unanswered`, where it was sent before the span began (or was the first
 * that its place in the loop sent), so that it has waited for longer than the whole span; else silent loss showed nowhere.
 * Younger ones are no failures: queues of limited links take 2 to 4 s, where the span is 12 s and the load has settled for
 * 5 s before it; without limits an answer takes milliseconds and the span is 800 ms, within which TCP does not send a lost
 * SYN again (1 s, RFC 6298): that loss counts too.
 */
export interface LoadTally {
  /** `bytes`: of head and body. */
  answered(status: number, bytes: number, latencyMs: number): void;
  /** Requests that were never answered, and why. */
  failed(cause: string, times: number): void;
  /** `openSinceMs`: when each request that is still open was sent. `startedMs`: when the first ones had been. */
  outcome(connections: number, openSinceMs: readonly KernelMs[], startedMs: KernelMs): LoadOutcome;
}

const longestLatencyMicroseconds = 60_000_000;

/** An empty tally. */
export function createLoadTally({ countFromMs, countUntilMs }: CountedSpan): LoadTally {
  const counts = () => {
    const atMs = monotonicMs();
    return atMs >= countFromMs && atMs <= countUntilMs;
  };
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: longestLatencyMicroseconds });
  const failures = new Map<string, number>();
  let responses = 0;
  let answeredBytes = 0;
  let non2xx = 0;
  let maxMs = 0;
  return {
    answered(status, bytes, latencyMs) {
      if (!counts()) return;
      responses += 1;
      answeredBytes += bytes;
      if (status < 200 || status > 299) {
        non2xx += 1;
        return;
      }
      maxMs = Math.max(maxMs, latencyMs);
      latencies.recordValue(Math.min(longestLatencyMicroseconds, Math.max(1, Math.round(latencyMs * 1000))));
    },
    failed: (cause, times) => void (counts() && failures.set(cause, (failures.get(cause) ?? 0) + times)),
    outcome(connections, openSinceMs, startedMs) {
      const unanswered = openSinceMs.filter((sentMs) => sentMs <= Math.max(countFromMs, startedMs)).length;
      if (unanswered > 0) failures.set('unanswered', unanswered);
      const durationMs = Math.min(monotonicMs(), countUntilMs) - countFromMs;
      // The histogram rounds up to the end of its bucket, beyond the largest value itself.
      const percentileMs = (percent: number) =>
        Math.min(latencies.getValueAtPercentile(percent) / 1000, toMicrosecond(maxMs));
      return {
        throughput: {
          startedAtMs: toMicrosecond(countFromMs),
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
