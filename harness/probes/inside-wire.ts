import { listenerAddressOf } from '../inside.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** Who listens there: the client hears nothing of that network. */
const listener = 'hand';
const capturePath = '/tmp/lvs-drill-inside.pcap';

/**
 * The adverts of the real servers' own network, with the kernel's capture time: series `inside-advert`. The directors' two
 * VRRP instances are one sync group, and what one of them does may be the doing of the other. Nothing where the topology
 * has no such network.
 */
export function insideWire(): Probe {
  return {
    name: 'inside-wire',
    async start({ cluster, record }) {
      const address = listenerAddressOf(cluster.topology);
      if (address === undefined) return { stop: async () => {} };
      return startAgentProbe(cluster.node(listener), 'wire', { address, pcap: capturePath }, (observation) => {
        if (observation.series === 'advert') record({ ...observation, series: 'inside-advert' });
      });
    },
  };
}
