import type { KernelMs, ListedServer } from '../../model.ts';
import { inactiveTimeoutMs, type ObservedConnection, type Past, type ScheduledService } from './service.ts';
import { simulate } from './simulate.ts';

/**
 * Whom each connection gets if its begin and its close happened in the order of their instants; null: refused. Exact for
 * the statements `sequence` and `mapping`, in sum for `counts`; for `bounds` it is the course to expect, and no more. The
 * real servers that were observed play no part. In the order of the connections as they are given.
 */
export function replay(
  service: ScheduledService,
  list: readonly ListedServer[],
  connections: readonly Omit<ObservedConnection, 'realServer'>[],
  past: Past = {},
): (string | null)[] {
  const simulation = simulate(service, list, past);
  const got: (string | null)[] = connections.map(() => null);
  const happen = (place: number, act: (realServer: string) => void) => (): void => {
    const realServer = got[place] ?? null;
    if (realServer !== null) act(realServer);
  };
  connections
    .flatMap((connection, place): { atMs: KernelMs; rank: number; happen: () => void }[] => {
      const closedMs = connection.closing?.latestMs ?? Number.POSITIVE_INFINITY;
      return [
        {
          atMs: connection.beginMs,
          rank: 1,
          happen: () => {
            got[place] = simulation.next(connection);
          },
        },
        // At one instant a close comes first: the client that made both was told of the one before it did the other.
        { atMs: closedMs, rank: 0, happen: happen(place, simulation.closed) },
        { atMs: closedMs + inactiveTimeoutMs, rank: 0, happen: happen(place, simulation.expired) },
      ];
    })
    .filter(({ atMs }) => Number.isFinite(atMs))
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank)
    .forEach((event) => {
      event.happen();
    });
  return got;
}
