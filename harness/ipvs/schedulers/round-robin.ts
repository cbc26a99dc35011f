import type { Server } from './server.ts';

/**
 * `rr`: the next of the list with a weight above 0, beginning after the one that had the last connection, or at the head
 * (`ip_vs_rr_schedule`, `ip_vs_rr_init_svc`; adding a real server changes nothing, `ip_vs_rr_del_dest` steps back by one).
 */
export function roundRobin(servers: readonly Server[], last: Server | null): () => Server | null {
  let place = last === null ? -1 : servers.indexOf(last);
  return () => {
    for (let step = 1; step <= servers.length; step += 1) {
      const at = (place + step) % servers.length;
      const server = servers[at];
      if (server !== undefined && server.weight > 0) {
        place = at;
        return server;
      }
    }
    return null;
  };
}
