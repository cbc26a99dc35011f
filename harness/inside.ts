import { formatIpv4, parseIpv4Subnet } from './ipv4.ts';
import type { Client, Topology, VirtualService } from './model.ts';

/** Whether directors and real servers have a network of their own behind the clients' (two-armed NAT). */
export function hasTwoArms({ inside }: Pick<Topology, 'inside'>): boolean {
  return inside?.subnet !== undefined;
}

/** Whether real servers answer through the directors in the one network that all are in (one-armed NAT). */
export function isOneArmed({ inside }: Pick<Topology, 'inside'>): boolean {
  return inside !== undefined && inside.subnet === undefined;
}

/** Whether what real servers answer to such a service finds its way through the director that the request came by alone. */
export function answersThroughDirector({ forwardingMethod }: Pick<VirtualService, 'forwardingMethod'>): boolean {
  return forwardingMethod === 'NAT';
}

/**
 * The address that a client asks a virtual service from because a real server must not reach it by itself: NAT in one
 * network, where the answer has to go back through the director. Undefined: it asks from any of its addresses.
 */
export function farAddressFor(
  topology: Pick<Topology, 'inside'>,
  { farAddress }: Pick<Client, 'farAddress'>,
  { forwardingMethod }: Pick<VirtualService, 'forwardingMethod'>,
): string | undefined {
  return isOneArmed(topology) && forwardingMethod === 'NAT' ? farAddress : undefined;
}

/** All addresses that a client sends requests for a virtual service from. */
export function sourcesOf(
  topology: Pick<Topology, 'inside'>,
  client: Client,
  service: Pick<VirtualService, 'forwardingMethod'>,
): string[] {
  const far = farAddressFor(topology, client, service);
  return far === undefined ? [client.address, ...client.sourceAddresses] : [far];
}

/** The real servers' default route: where their answers go when the way through the directors is theirs. */
export function gatewayOf({ inside }: Pick<Topology, 'inside'>, server: { gateway?: string }): string | undefined {
  return server.gateway ?? inside?.vip;
}

/**
 * The last address of the inside network that nobody has: whoever listens there needs one, and answers nobody. Undefined:
 * the topology has no inside network, or no address is left in it.
 */
export function listenerAddressOf(topology: Topology): string | undefined {
  const { inside, directors, realServers, sorryServer } = topology;
  const subnet = inside?.subnet === undefined ? null : parseIpv4Subnet(inside.subnet);
  if (inside === undefined || subnet === null) return undefined;
  const servers = [...realServers, ...(sorryServer === undefined ? [] : [sorryServer])];
  const taken = [inside.vip, ...directors.map((one) => one.insideAddress), ...servers.map(({ address }) => address)];
  for (let address = subnet.broadcast - 1; address > subnet.network + 1; address -= 1) {
    if (!taken.includes(formatIpv4(address))) return formatIpv4(address);
  }
  return undefined;
}

/**
 * The addresses by which a node's links are known, the one that others know it by first; none of a node that is not in the
 * topology.
 */
export function linkAddressesOf(topology: Topology, node: string): string[] {
  const { directors, realServers, clients, strangers = [], sorryServer } = topology;
  const director = directors.find(({ name }) => name === node);
  if (director !== undefined) {
    return director.insideAddress === undefined ? [director.address] : [director.address, director.insideAddress];
  }
  const others = [...realServers, ...clients, ...strangers, ...(sorryServer === undefined ? [] : [sorryServer])];
  return others.filter(({ name }) => name === node).map(({ address }) => address);
}
