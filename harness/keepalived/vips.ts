import type { Topology } from '../model.ts';

/** The topology's virtual addresses that clients ask, each once. */
export function vipsOf({ virtualServices }: Pick<Topology, 'virtualServices'>): string[] {
  return [...new Set(virtualServices.map(({ vip }) => vip))];
}

/**
 * All addresses that the MASTER holds: what clients ask, and the real servers' default route, without which no answer
 * that goes through the directors finds its way.
 */
export function floatingAddressesOf(topology: Pick<Topology, 'virtualServices' | 'inside'>): string[] {
  return [...vipsOf(topology), ...(topology.inside === undefined ? [] : [topology.inside.vip])];
}

/**
 * The virtual addresses that packets for real servers still have when they come there: by direct routing, and inside a
 * tunnel's packet. NAT has put the real server's own address in their place.
 */
export function acceptedVipsOf({ virtualServices }: Pick<Topology, 'virtualServices'>): string[] {
  return vipsOf({ virtualServices: virtualServices.filter(({ forwardingMethod }) => forwardingMethod !== 'NAT') });
}
