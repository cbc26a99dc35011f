import type { Topology } from '../../harness/model.ts';
import { topology as drPair } from '../dr-pair.ts';

/**
 * Wrong on purpose: one real server answers ARP for the VIP, so that a client which asks anew gets past the directors.
 * The first answer counts. A macvlan network hands a broadcast out in the order of a hash of its members' MAC addresses
 * (`macvlan_eth_hash`), which Docker makes of their IP addresses: this one comes before both directors.
 */
export const topology: Topology = {
  ...drPair,
  name: 'known-bad/arp-answered',
  summary: 'dr-pair whose first real server answers ARP for the VIP, as without arp_ignore; split-brain must fail',
  realServers: drPair.realServers.map((server, index) =>
    index === 0 ? { ...server, address: '198.18.0.29', answersArpForVip: true } : server,
  ),
};
