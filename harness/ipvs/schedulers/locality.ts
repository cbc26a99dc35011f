import { weightedLeastConnections } from './least-connections.ts';
import type { Server } from './server.ts';

/** A real server that is above its weight while another has room to spare (`is_overloaded` in ip_vs_lblc.c and ip_vs_lblcr.c). */
export function isOverloaded(server: Server, servers: readonly Server[]): boolean {
  return server.active > server.weight && servers.some(({ active, weight }) => 2 * active < weight);
}

/**
 * `lblc`: each VIP stays with its real server until that one is overloaded or has weight 0; then it goes to the one that
 * `wlc` chooses (`ip_vs_lblc_schedule`). `last` is what the VIP has now.
 */
export function localityBased(servers: readonly Server[], last: Server | null): Server | null {
  if (last !== null && last.weight > 0 && !isOverloaded(last, servers)) return last;
  return weightedLeastConnections(servers);
}

/**
 * `lblcr`: each VIP has a set of real servers, of which it gets the one that `wlc` would choose, and which grows by the
 * choice of `wlc` among all when that one is overloaded (`ip_vs_lblcr_schedule`). The set shrinks only when it has been
 * the same for a day (`lblcr_expiration`), which is not followed here. `set` is the VIP's now, the youngest member first.
 */
export function localityBasedReplicated(servers: readonly Server[], set: readonly Server[]): Server | null {
  const chosen = weightedLeastConnections(set);
  if (chosen !== null && !isOverloaded(chosen, servers)) return chosen;
  return weightedLeastConnections(servers);
}
