import type { Client, Topology, VirtualService } from './model.ts';

/** Whether directors and real servers have a network of their own behind the clients' (two-armed NAT). */
export function hasTwoArms({ inside }: Pick<Topology, 'inside'>): boolean {
  return inside?.subnet !== undefined;
}

/**
 * The address that a client asks a virtual service from because a real server must not reach it by itself: NAT in one
 * network, where the answer has to go back through the director. Undefined: it asks from any of its addresses.
 */
export function farAddressFor(
  { inside }: Pick<Topology, 'inside'>,
  { farAddress }: Pick<Client, 'farAddress'>,
  { forwardingMethod }: Pick<VirtualService, 'forwardingMethod'>,
): string | undefined {
  return inside !== undefined && inside.subnet === undefined && forwardingMethod === 'NAT' ? farAddress : undefined;
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
