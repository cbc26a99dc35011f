import { firstClient, sourcesOf } from '../first-client.ts';
import type { ProbeSettings } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** The open-loop prober: series `request`. */
export function requests(settings: ProbeSettings): Probe {
  return {
    name: 'requests',
    start({ cluster, record }) {
      const { client, node, service } = firstClient(cluster);
      const { vip, port } = service;
      const { intervalMs, deadlineMs } = settings;
      return startAgentProbe(node, 'probe', { vip, port, sources: sourcesOf(client), intervalMs, deadlineMs }, record);
    },
  };
}
