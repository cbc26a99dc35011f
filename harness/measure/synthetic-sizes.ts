import type { FaultFacts, Topology } from '../model.ts';
import { syntheticTopology } from './synthetic-run.ts';

/** A fault that keeps from clients what the path takes, as `drop-path-mtu-icmp` does. For tests. */
export const icmpDropped: FaultFacts = {
  name: 'drop-path-mtu-icmp',
  summary: 'ICMP is dropped.',
  colour: '#8a6d9b',
  aim: 'client',
  hidesPathMtu: true,
  detection: 'none',
  dataPath: 'none',
  reversion: 'reassert',
};

/** The made-up cluster with a tunnel to every real server. For tests. */
export const tunnelled: Topology = syntheticTopology({
  virtualServices: syntheticTopology().virtualServices.map((service) => ({ ...service, forwardingMethod: 'TUN' })),
});
