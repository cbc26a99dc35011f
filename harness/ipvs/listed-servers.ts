import type { ListedServer, Topology, VirtualService } from '../model.ts';
import { parseIpvsTable } from './table.ts';

/**
 * The real servers of a virtual service in the kernel's own order, from the text of `/proc/net/ip_vs`, by their names in
 * the topology (an address that has none there stands for itself); null: the service is not in the table.
 */
export function listedServers(
  ipvsTable: string,
  { vip, port }: Pick<VirtualService, 'vip' | 'port'>,
  { realServers }: Pick<Topology, 'realServers'>,
): ListedServer[] | null {
  const found = parseIpvsTable(ipvsTable).find((one) => one.address === vip && one.port === port);
  if (found === undefined) return null;
  return found.destinations.map(({ address, weight, activeConnections, inactiveConnections }) => ({
    realServer: realServers.find((one) => one.address === address)?.name ?? address,
    weight,
    activeConnections,
    inactiveConnections,
  }));
}
