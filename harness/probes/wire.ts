import { firstClient } from '../first-client.ts';
import type { ClockOffsetValue } from '../model.ts';
import { startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** Where the capture is kept on the client while it grows. */
export const capturePath = '/tmp/lvs-drill.pcap';

/**
 * Adverts and gratuitous ARPs as the client hears them, with the kernel's capture time: series `advert`, `garp` and
 * `clock-offset`. `onClockOffset` gets each offset as well, for probes that only know CLOCK_REALTIME.
 */
export function wire(onClockOffset: (offset: ClockOffsetValue) => void): Probe {
  return {
    name: 'wire',
    start({ cluster, record }) {
      const { client, node } = firstClient(cluster);
      return startAgentProbe(node, 'wire', { address: client.address, pcap: capturePath }, (observation) => {
        if (observation.series === 'clock-offset') onClockOffset(observation.value);
        record(observation);
      });
    },
  };
}
