import { chances } from '../ipvs/schedulers/chances.ts';
import { inactiveTimeoutMs, type ObservedConnection } from '../ipvs/schedulers/service.ts';
import type { ListedServer } from '../model.ts';
import type { Draw } from '../stats/lots.ts';

/**
 * Connection by connection in the order of their beginnings, the chances of each server of the list, given where those
 * before went: a scheduler that draws lots by the counts of connections evens out what chance did before. Of a connection
 * that nobody is known to have got, `taken` is -1.
 */
export function drawsOf(list: readonly ListedServer[], observed: readonly ObservedConnection[]): Draw[] {
  const place = new Map(list.map(({ realServer }, index) => [realServer, index]));
  const now = list.map((server) => ({ ...server }));
  const at = ({ realServer }: ObservedConnection): ListedServer | undefined => now[place.get(realServer ?? '') ?? -1];
  const closingMs = ({ closing }: ObservedConnection): number => closing?.latestMs ?? Number.POSITIVE_INFINITY;
  const inOrder = observed.toSorted((a, b) => a.beginMs - b.beginMs);
  const toClose = observed.toSorted((a, b) => closingMs(a) - closingMs(b));
  let [begun, closed, gone] = [0, 0, 0];
  return inOrder.map((decision): Draw => {
    for (let one = inOrder[begun]; one !== undefined && one.beginMs < decision.beginMs; one = inOrder[++begun]) {
      const server = at(one);
      if (server !== undefined) server.activeConnections += 1;
    }
    for (let one = toClose[closed]; one !== undefined && closingMs(one) <= decision.beginMs; one = toClose[++closed]) {
      const server = at(one);
      if (server === undefined) continue;
      server.activeConnections -= 1;
      server.inactiveConnections += 1;
    }
    const forgottenMs = decision.beginMs - inactiveTimeoutMs;
    for (let one = toClose[gone]; one !== undefined && closingMs(one) <= forgottenMs; one = toClose[++gone]) {
      const server = at(one);
      if (server !== undefined) server.inactiveConnections -= 1;
    }
    const then = chances(now);
    return {
      chances: now.map(({ realServer }) => then[realServer] ?? 0),
      taken: place.get(decision.realServer ?? '') ?? -1,
    };
  });
}
