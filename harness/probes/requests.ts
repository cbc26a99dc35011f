import { firstClient, sourcesOf } from '../first-client.ts';
import type { ProbeSettings } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** The open-loop prober, which asks all virtual services in turn: series `request`. */
export function requests(settings: ProbeSettings): Probe {
  return {
    name: 'requests',
    start({ cluster, record }) {
      const { client, node, services } = firstClient(cluster);
      const { intervalMs, deadlineMs } = settings;
      const places = new Map(services.map(({ vip, port }) => [`${vip}:${port}`, { vip, port }]));
      const options = { services: [...places.values()], sources: sourcesOf(client), intervalMs, deadlineMs };
      return startAgentProbe(node, 'probe', options, record);
    },
  };
}
