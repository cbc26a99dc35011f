import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import type { ProbeSettings } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** Between requests on one connection, ms: a connection that was lost shows within this after the takeover. */
const requestIntervalMs = 300;
/** Beyond the longest takeover there is still TCP's own waiting: retransmissions back off to 1.6 s and 3.2 s (RFC 6298), ms. */
const retransmissionMs = 5000;

/** Long-lived connections: series `connection`. */
export function connections(settings: ProbeSettings): Probe {
  return {
    name: 'connections',
    start({ cluster, record }) {
      const { client, node, service } = firstClient(cluster);
      const { vip, port } = service;
      const { version, advertIntervalMs } = cluster.topology.vrrp;
      // Upper bound of the master-down interval: skew is at most 1 s (RFC 3768 6.1) or one interval (RFC 5798 6.1).
      const masterDownMs = 3 * advertIntervalMs + (version === 2 ? 1000 : advertIntervalMs);
      const silenceMs = Math.ceil(masterDownMs + retransmissionMs);
      const options = {
        vip,
        port,
        sources: sourcesOf(cluster.topology, client, service),
        count: settings.connections,
        requestIntervalMs,
        silenceMs,
      };
      return startAgentProbe(node, 'connections', options, record);
    },
  };
}
