import type { ListedServer } from '../../model.ts';
import type { Arrival, Past, ScheduledService } from './service.ts';
import { simulate } from './simulate.ts';

/** Whom each client gets, by its address; null: it is refused. */
export type ClientMapping = ReadonlyMap<string, string | null>;

/** What was done to a real server: it left the list, came (back) into it, or stayed with weight 0. */
export interface Change {
  realServer: string;
  how: 'removed' | 'returned' | 'drained';
}

/** Shares, 0..1, of the clients that are in both mappings. */
export interface MovedClients {
  clients: number;
  /** They have another real server than before. */
  moved: number;
  /** They had to move: theirs was removed or drained, or they went to the one that came back. No hash can do with less. */
  needed: number;
  /** Moved, though neither the one they left nor the one they went to was changed. */
  collateral: number;
  /** Nobody takes them now. */
  refused: number;
  /** Refused, though their real server is still there. */
  refusedWithoutNeed: number;
}

/** What a change did to the clients of a hash; null without any client in both mappings. */
export function movedClients(
  before: ClientMapping,
  after: ClientMapping,
  { realServer, how }: Change,
): MovedClients | null {
  const pairs = [...before].flatMap(([client, from]) => {
    const to = after.get(client);
    return to === undefined ? [] : [{ from, to }];
  });
  if (pairs.length === 0) return null;
  const share = (which: (pair: { from: string | null; to: string | null }) => boolean): number =>
    pairs.filter(which).length / pairs.length;
  const concerned = ({ from, to }: { from: string | null; to: string | null }): boolean =>
    how === 'returned' ? to === realServer && from !== realServer : from === realServer;
  return {
    clients: pairs.length,
    moved: share(({ from, to }) => from !== to && from !== null && to !== null),
    needed: share(concerned),
    collateral: share((pair) => pair.from !== pair.to && pair.from !== null && pair.to !== null && !concerned(pair)),
    refused: share(({ to }) => to === null),
    refusedWithoutNeed: share((pair) => pair.to === null && pair.from !== null && !concerned(pair)),
  };
}

/** Whom each of these gets of a hash scheduler, by its address. */
export function predictedMapping(
  service: ScheduledService,
  list: readonly ListedServer[],
  arrivals: readonly Arrival[],
  past: Past = {},
): ClientMapping {
  const { next } = simulate(service, list, past);
  return new Map(arrivals.map((arrival) => [arrival.source, next(arrival)]));
}
