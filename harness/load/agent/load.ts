import autocannon, { type Options } from 'autocannon';
import { build } from 'hdr-histogram-js';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { defineCommand } from './command.ts';
import { httpUrl, integer, number } from './options.ts';
import type { LoadOptions } from './protocol.ts';
import { repairClient } from './repair-client.ts';

/** autocannon's own request timeout, s: 1 is the least that it takes. */
const timeoutSeconds = 1;
/** autocannon looks whether its time is over at this interval, ms. */
const sampleMs = 100;
const longestLatencyMicroseconds = 60_000_000;

/**
 * Throughput by autocannon: closed loop, keep-alive. Not for outages: a closed loop stops asking when nobody answers.
 * `errors` counts requests that were never answered: given up after 1 s, or cut off with their connection. Latencies are
 * those of 2xx answers. autocannon's correction for coordinated omission invents samples (DEPENDENCIES.md section 4); it
 * is off as long as no rate is asked for, and `ignoreCoordinatedOmission` is refused without one.
 */
export const load = defineCommand<LoadOptions>({
  batchMs: 0,
  fields: { url: httpUrl, connections: integer(1, 1000), durationMs: number(100, 600_000) },
  async run({ url, connections, durationMs }, io) {
    const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: longestLatencyMicroseconds });
    let responses = 0;
    let maxMs = 0;
    let non2xx = 0;
    let cutOff = 0;
    let timeouts = 0;

    const startedAtMs = monotonicMs();
    const { instance, finished } = startAutocannon({
      url,
      connections,
      duration: durationMs / 1000,
      timeout: timeoutSeconds,
      sampleInt: sampleMs,
      setupClient: (client) =>
        repairClient(client, (requests) => {
          cutOff += requests;
        }),
    });
    instance.on('response', (_client, status, _bytes, latencyMs) => {
      responses += 1;
      if (status < 200 || status > 299) non2xx += 1;
      else {
        maxMs = Math.max(maxMs, latencyMs);
        latencies.recordValue(Math.min(longestLatencyMicroseconds, Math.max(1, Math.round(latencyMs * 1000))));
      }
    });
    const complaints = new Map<string, number>();
    instance.on('reqError', (error: Error) => {
      if (error.message === 'request timed out') timeouts += 1;
      complaints.set(error.message, (complaints.get(error.message) ?? 0) + 1);
    });
    io.stop.addEventListener('abort', () => instance.stop());
    await finished;
    for (const [message, times] of complaints) console.error(`${message} (${times} times)`);
    if (io.stop.aborted) return 0;

    const measuredMs = monotonicMs() - startedAtMs;
    // The histogram rounds up to the end of its bucket, beyond the largest value itself.
    const percentileMs = (percent: number) =>
      Math.min(latencies.getValueAtPercentile(percent) / 1000, toMicrosecond(maxMs));
    io.print({
      throughput: {
        startedAtMs: toMicrosecond(startedAtMs),
        durationMs: toMicrosecond(measuredMs),
        connections,
        responses,
        requestsPerSecond: Math.round((responses / measuredMs) * 1e5) / 100,
        errors: cutOff + timeouts,
        non2xx,
        latencyMs: { p50: percentileMs(50), p99: percentileMs(99), max: toMicrosecond(maxMs) },
      },
    });
    return 0;
  },
});

/** With its callback autocannon returns the instance that emits events; without, a promise typed as nothing else. */
function startAutocannon(options: Options): { instance: autocannon.Instance; finished: Promise<void> } {
  let settle: (error: Error | null) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  return { instance: autocannon(options, (error) => settle(error)), finished };
}
