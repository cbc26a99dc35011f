import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import type { ProbeSettings } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** The open-loop prober, which asks all virtual services in turn: series `request`. */
export function requests(settings: ProbeSettings): Probe {
  return {
    name: 'requests',
    start({ cluster, record }) {
      const { client, node, services } = firstClient(cluster);
      const { intervalMs, deadlineMs, packets, inProcess } = settings;
      const asked = services.map((service) => ({
        vip: service.vip,
        port: service.port,
        sources: sourcesOf(cluster.topology, client, service),
      }));
      const options = {
        services: asked,
        intervalMs,
        deadlineMs,
        ...(packets ? { ports: packets } : {}),
        ...(inProcess ? { inProcess } : {}),
      };
      return startAgentProbe(node, 'probe', options, record);
    },
  };
}
