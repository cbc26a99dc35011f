import { acceptedVipsOf } from './keepalived/vips.ts';
import type { RealServer, Topology } from './model.ts';

/** The real server that shares a director's host (localnode); undefined for a director that is none. */
export function localServerOf(
  { realServers }: Pick<Topology, 'realServers'>,
  director: string,
): RealServer | undefined {
  return realServers.find(({ on }) => on === director);
}

/** The real servers that have a host to themselves. */
export function separateServers<T extends Pick<RealServer, 'on'>>(servers: readonly T[]): T[] {
  return servers.filter(({ on }) => on === undefined);
}

/** The VIPs that a director has on lo whether it is MASTER or not, because it is a real server too. */
export function loopbackVipsOf(
  topology: Pick<Topology, 'realServers' | 'virtualServices'>,
  director: string,
): string[] {
  return localServerOf(topology, director) === undefined ? [] : acceptedVipsOf(topology);
}

/** IPVS leaves a director alone while its sync daemon is a BACKUP's (Documentation/networking/ipvs-sysctl.rst). */
export const backupOnly = 'net.ipv4.vs.backup_only';

/**
 * Whether packets may go in a circle between directors that are real servers, although all is well: what the MASTER sends
 * the BACKUP's httpd, that one's IPVS schedules again.
 */
export function sendsInCircles({ realServers, syncDaemon, directorSysctls = {} }: Topology): boolean {
  const shared = realServers.filter(({ on }) => on !== undefined).length;
  return shared > 1 && !(syncDaemon === true && directorSysctls[backupOnly] === '1');
}
