import { firstClient } from '../first-client.ts';
import { vipsOf } from '../keepalived/vips.ts';
import type { ClockOffsetValue, ProbeSettings } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** Where the capture is kept on the client while it grows. */
export const capturePath = '/tmp/lvs-drill.pcap';

/**
 * Adverts and gratuitous ARPs as the client hears them, with the kernel's capture time: series `advert`, `garp` and
 * `clock-offset`; where the settings ask for the prober's packets, also `syn`. `onClockOffset` gets each offset as well, for probes that only know CLOCK_REALTIME.
 */
export function wire(
  onClockOffset: (offset: ClockOffsetValue) => void,
  { packets }: Pick<ProbeSettings, 'packets'> = {},
): Probe {
  return {
    name: 'wire',
    start({ cluster, record }) {
      const { client, node } = firstClient(cluster);
      const synsTo = packets === true ? { synsTo: vipsOf(cluster.topology) } : {};
      const options = { address: client.address, pcap: capturePath, ...synsTo };
      return startAgentProbe(node, 'wire', options, (observation) => {
        if (observation.series === 'clock-offset') onClockOffset(observation.value);
        record(observation);
      });
    },
  };
}
