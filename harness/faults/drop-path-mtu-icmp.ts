import type { Confirmation } from '../model.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healClient } from './heal-client.ts';
import { filterIncoming, lookAtFilters } from './ingress-filter.ts';

/**
 * A firewall that drops all ICMP: a client that sends more than the path takes never hears of it (RFC 2923 2.1, "black
 * hole"). Only a tunnel takes less than the client's own link.
 */
export const fault: Fault = {
  facts: {
    name: 'drop-path-mtu-icmp',
    summary: 'ICMP "fragmentation needed" no longer reaches the client (tc drops it)',
    colour: '#8a6d9b',
    aim: 'client',
    hidesPathMtu: true,
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: (context, atMs) => filterIncoming(context, 'path-mtu', 'drop', atMs),
  confirm,
  heal: healClient,
};

/** By the kernel's list of filters: nothing comes that it could drop until somebody sends more than the path takes. */
async function confirm(context: FaultContext): Promise<Confirmation> {
  const { there, saw } = await lookAtFilters(context, ({ packets, drops }) => ({
    holds: true,
    saw: `${drops} of ${packets} packets so far, as its kernel says`,
  }));
  return { confirmed: there, evidence: saw };
}
