import type { Topology } from '../harness/model.ts';
import { topology as drPair } from './dr-pair.ts';

/** As dr-pair, but real servers need not be on the directors' segment: requests reach them in a tunnel (IP in IP). */
export const topology: Topology = {
  ...drPair,
  name: 'tun-pair',
  summary: 'two directors (VRRP version 2, preemption), three real servers by IP tunnels, one client',
  virtualServices: drPair.virtualServices.map((service) => ({ ...service, forwardingMethod: 'TUN' })),
};
