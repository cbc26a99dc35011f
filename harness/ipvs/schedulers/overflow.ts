import type { Server } from './server.ts';

/** `fo`: the highest weight, the earlier in the list among equals (`ip_vs_fo_schedule`). */
export function failover(servers: readonly Server[]): Server | null {
  return heaviest(servers);
}

/**
 * `ovf`: the highest weight among those whose active connections are not above their weight, which so take one more than
 * it; null when all are full (`ip_vs_ovf_schedule`).
 */
export function overflow(servers: readonly Server[]): Server | null {
  return heaviest(servers.filter(({ active, weight }) => active <= weight));
}

function heaviest(servers: readonly Server[]): Server | null {
  let found: Server | null = null;
  for (const server of servers) if (server.weight > (found?.weight ?? 0)) found = server;
  return found;
}
