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
