import type { Fault, FaultContext } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmDrops, filterIncoming } from './ingress-filter.ts';
import { silenceShowsMs } from './intervals.ts';

/** A firewall that drops: ARP is answered, TCP is not. */
export const fault: Fault = {
  facts: {
    name: 'silence-real-server',
    summary: 'TCP no longer reaches a real server (tc drops it), and nothing says so',
    colour: '#d1af47',
    aim: 'real-server',
    failure: 'silent',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: silenceShowsMs,
  inject: (context, atMs) => filterIncoming(context, 'tcp', 'drop', atMs),
  confirm: (context) => confirmDrops(context, 'packets of TCP', nextCheckMs(context)),
  heal: healRealServer,
};

/** At the latest the next health check sends something, ms. */
function nextCheckMs({ cluster }: FaultContext): number {
  return Math.max(...cluster.topology.virtualServices.map(({ healthCheck }) => healthCheck.delayLoopMs)) + 2000;
}
