import { DrillError } from '../../errors.ts';
import { parseIpv4 } from '../../ipv4.ts';
import { destinationHashed, destinationTable, sourceHashed, sourceTable } from './hash-table.ts';
import { leastConnections, neverQueue, shortestExpectedDelay, weightedLeastConnections } from './least-connections.ts';
import { localityBased, localityBasedReplicated } from './locality.ts';
import { maglevHashed, maglevTable } from './maglev.ts';
import { failover, overflow } from './overflow.ts';
import { roundRobin } from './round-robin.ts';
import type { Server } from './server.ts';
import type { Arrival, Past, ScheduledService } from './service.ts';
import { weightedRoundRobin } from './weighted-round-robin.ts';

/** Whom the next connection gets. The counts of the servers are the caller's; what else a scheduler remembers is in here. */
export type Choose = (arrival: Arrival) => Server | null;

/** Choices by the counts and weights alone. */
export const byCounts = {
  lc: leastConnections,
  wlc: weightedLeastConnections,
  sed: shortestExpectedDelay,
  nq: neverQueue,
  fo: failover,
  ovf: overflow,
} as const;

/**
 * The scheduler of a service in its first state, or in the one that its past left. Throws a `DrillError` for `twos`, which
 * chooses by chance.
 */
export function chooser(service: ScheduledService, servers: readonly Server[], past: Past): Choose {
  const named = (name: string): Server | null => servers.find((server) => server.name === name) ?? null;
  const earlier = past.earlier ?? [];
  switch (service.scheduler) {
    case 'rr':
      return roundRobin(servers, named(earlier.at(-1)?.realServer ?? ''));
    case 'wrr': {
      const next = weightedRoundRobin(servers);
      for (const _ of earlier) next();
      return next;
    }
    case 'lc':
    case 'wlc':
    case 'sed':
    case 'nq':
    case 'fo':
    case 'ovf': {
      const choose = byCounts[service.scheduler];
      return () => choose(servers);
    }
    case 'lblc':
    case 'lblcr':
      return byLocality(service.scheduler, servers, earlier, named);
    case 'dh':
    case 'sh':
    case 'mh':
      return byHash(service, tableOf(service, servers, past) ?? []);
    case 'twos':
      throw new DrillError('The scheduler twos chooses by chance: it has probabilities, no sequence.');
  }
}

/** The table of a hash scheduler, slot by slot; null for all others. */
export function tableOf(
  service: ScheduledService,
  servers: readonly Server[],
  past: Past,
): readonly (Server | null)[] | null {
  if (service.scheduler === 'dh') return destinationTable(servers);
  if (service.scheduler === 'sh') return sourceTable(servers);
  if (service.scheduler !== 'mh') return null;
  return maglevTable(servers.map((server) => ({ server, ...maglevPlace(service, server, past) })));
}

function byHash({ scheduler, flags }: ScheduledService, table: readonly (Server | null)[]): Choose {
  if (scheduler === 'dh') return ({ destination }) => destinationHashed(table, address(destination));
  if (scheduler === 'sh')
    return (arrival) =>
      sourceHashed(table, sourceKey(arrival, flags.includes('sh-port')), flags.includes('sh-fallback'));
  return (arrival) => maglevHashed(table, sourceKey(arrival, flags.includes('mh-port')), flags.includes('mh-fallback'));
}

function byLocality(
  scheduler: 'lblc' | 'lblcr',
  servers: readonly Server[],
  earlier: NonNullable<Past['earlier']>,
  named: (name: string) => Server | null,
): Choose {
  // Of each VIP, the youngest member first; with lblc only that one counts.
  const sets = new Map<string, Server[]>();
  const remember = (destination: string, server: Server | null): void => {
    const set = sets.get(destination) ?? [];
    if (server === null || (scheduler === 'lblcr' && set.includes(server))) return;
    sets.set(destination, scheduler === 'lblc' ? [server] : [server, ...set]);
  };
  for (const { destination, realServer } of earlier) remember(destination, named(realServer));
  return ({ destination }) => {
    const set = sets.get(destination) ?? [];
    const server =
      scheduler === 'lblc' ? localityBased(servers, set[0] ?? null) : localityBasedReplicated(servers, set);
    remember(destination, server);
    return server;
  };
}

function maglevPlace(
  service: ScheduledService,
  server: Server,
  past: Past,
): { address: number; port: number; lastWeight: number } {
  const place = service.addresses[server.name];
  if (place === undefined) throw new DrillError(`The address of ${server.name} is not known, by which mh places it.`);
  const lastWeight = server.weight > 0 ? server.weight : (past.lastWeights?.[server.name] ?? 0);
  return { address: address(place.address), port: place.port, lastWeight };
}

function sourceKey({ source, sourcePort }: Arrival, withPort: boolean): number {
  return address(source) + (withPort ? sourcePort : 0);
}

function address(text: string): number {
  const number = parseIpv4(text);
  if (number === null) throw new DrillError(`Expected an IPv4 address, got \`${text}\`.`);
  return number;
}
