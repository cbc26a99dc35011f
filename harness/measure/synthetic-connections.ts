import type { ConnectionValue, Recording } from '../model.ts';
import { effectMs, type HealthOptions, healthRecording } from './synthetic-health.ts';
import { withSeries } from './synthetic-run.ts';

/** What becomes of a connection, ms after the first trial's effect. */
export type ConnectionEvent = [afterMs: number, connection: number, change: Pick<ConnectionValue, 'event' | 'cause'>];

/**
 * A made-up run of health checks with connections: number n is open to real-server-n before the first trial's effect. For
 * tests.
 */
export function connectedRecording(
  events: readonly ConnectionEvent[],
  options: HealthOptions = {},
  servers: readonly number[] = [1, 2, 3],
): Recording {
  const opened = servers.map((n): ConnectionEvent => [95_000 + n - effectMs(0), n, { event: 'open' }]);
  return withSeries(healthRecording(options), 'connection', () =>
    [...opened, ...events].map(([afterMs, connection, change]) => ({
      series: 'connection',
      at: effectMs(0) + afterMs,
      node: 'client-1',
      value: { connection, source: '198.18.0.101', realServer: `real-server-${connection}`, ...change },
    })),
  );
}
