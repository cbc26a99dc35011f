import { overhead, type Server } from './server.ts';

/** `lc`: the least overhead, the earlier in the list among equals; of the weight only that it is not 0 (`ip_vs_lc_schedule`). */
export function leastConnections(servers: readonly Server[]): Server | null {
  return least(servers, overhead, () => 1);
}

/** `wlc`: the least overhead by weight (`ip_vs_wlc_schedule`; `__ip_vs_lblc_schedule`, `__ip_vs_lblcr_schedule` are the same). */
export function weightedLeastConnections(servers: readonly Server[]): Server | null {
  return least(servers, overhead, ({ weight }) => weight);
}

/** `sed`: the shortest queue by weight, with the new connection in it; inactive connections do not count (`ip_vs_sed_schedule`). */
export function shortestExpectedDelay(servers: readonly Server[]): Server | null {
  return least(
    servers,
    ({ active }) => active + 1,
    ({ weight }) => weight,
  );
}

/** `nq`: the first in the list that has no active connection; without one, as `sed` (`ip_vs_nq_schedule`). */
export function neverQueue(servers: readonly Server[]): Server | null {
  return servers.find(({ weight, active }) => weight > 0 && active === 0) ?? shortestExpectedDelay(servers);
}

function least(
  servers: readonly Server[],
  cost: (server: Server) => number,
  weight: (server: Server) => number,
): Server | null {
  let found: Server | null = null;
  for (const server of servers) {
    if (server.weight === 0) continue;
    // As the kernel compares them: cross-multiplied, and strictly.
    if (found === null || cost(found) * weight(server) > cost(server) * weight(found)) found = server;
  }
  return found;
}
