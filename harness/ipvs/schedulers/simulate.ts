import { DrillError } from '../../errors.ts';
import { parseIpv4 } from '../../ipv4.ts';
import type { ListedServer } from '../../model.ts';
import { chooser } from './choosers.ts';
import type { Server } from './server.ts';
import type { Arrival, Past, ScheduledService, Simulation } from './service.ts';

/**
 * The scheduler of a service, from a list that was read of the kernel: its order, its weights, and its counts as those to
 * start with. Throws a `DrillError` for `twos`, and for an address that is none.
 */
export function simulate(service: ScheduledService, list: readonly ListedServer[], past: Past = {}): Simulation {
  const servers = list.map(
    ({ realServer, weight, activeConnections, inactiveConnections }): Server => ({
      name: realServer,
      weight,
      active: activeConnections,
      inactive: inactiveConnections,
    }),
  );
  const choose = persistent(service, servers, chooser(service, servers, past));
  const named = (name: string): Server => {
    const server = servers.find((one) => one.name === name);
    if (server === undefined) throw new DrillError(`${name} is not in the list of the service.`);
    return server;
  };
  return {
    next(arrival) {
      const server = choose(arrival);
      if (server !== null) server.active += 1;
      return server?.name ?? null;
    },
    closed(realServer) {
      const server = named(realServer);
      server.active -= 1;
      server.inactive += 1;
    },
    expired(realServer) {
      named(realServer).inactive -= 1;
    },
    list: () =>
      servers.map(({ name, weight, active, inactive }) => ({
        realServer: name,
        weight,
        activeConnections: active,
        inactiveConnections: inactive,
      })),
  };
}

/**
 * The scheduler is asked for the first connection of each net only; the others follow it (`ip_vs_sched_persist`), as long
 * as connections come at shorter intervals than the timeout. The template counts as an inactive connection.
 */
function persistent(
  { persistencePrefixLength: length }: ScheduledService,
  servers: readonly Server[],
  choose: (arrival: Arrival) => Server | null,
): (arrival: Arrival) => Server | null {
  if (length === undefined || length === null) return choose;
  const templates = new Map<string, Server>();
  return (arrival) => {
    const net = Math.floor((parseIpv4(arrival.source) ?? 0) / 2 ** (32 - length));
    const key = `${net} ${arrival.destination}:${arrival.destinationPort}`;
    const known = templates.get(key);
    if (known !== undefined && servers.includes(known)) return known;
    const server = choose(arrival);
    if (server !== null) {
      server.inactive += 1;
      templates.set(key, server);
    }
    return server;
  };
}
