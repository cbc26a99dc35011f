import type { Topology } from '../harness/model.ts';
import { topology as drPair } from './dr-pair.ts';

/**
 * Clients on one side, real servers on the other: directors translate addresses both ways (NAT), and the real servers'
 * default route is theirs. The VIP outside and the one inside move together, in one `vrrp_sync_group`.
 */
export const topology: Topology = {
  ...drPair,
  name: 'nat-pair',
  summary: 'two directors (VRRP version 2, preemption) between two networks, three real servers by NAT, one client',
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
  directors: drPair.directors.map((director, place) => ({ ...director, insideAddress: `198.18.1.${11 + place}` })),
  realServers: drPair.realServers.map((server, place) => ({ ...server, address: `198.18.1.${21 + place}` })),
  virtualServices: drPair.virtualServices.map((service) => ({ ...service, forwardingMethod: 'NAT' })),
};
