import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { vipsOf } from '../keepalived/vips.ts';
import type { KernelMs, NeighbourValue } from '../model.ts';
import { ipMonitor } from './ip-monitor.ts';
import type { Probe } from './probe.ts';

/** The state of a VIP that the table has no entry for, or none any more (ip-neighbour(8), `nud none`). */
const noEntry = 'NONE';

/**
 * Which MAC address the first client sends to for each VIP: series `neighbour`, by the kernel's own messages. The kernel
 * announces a new MAC, and what it found out about one; not that it begins to ask (INCOMPLETE, DELAY).
 */
export function neighbour(toKernelMs: (realtimeMs: number) => KernelMs): Probe {
  return ipMonitor(
    {
      series: 'neighbour',
      object: 'neigh',
      addresses: vipsOf,
      nodes: (cluster) => [firstClient(cluster).node],
      read: readNeighbour,
      atStart: (address, shown) =>
        shown
          .split('\n')
          .filter((line) => line.startsWith(`${address} `))
          .map(readNeighbour)[0] ?? { address, mac: null, state: noEntry },
      missing: 'The changes of the client’s neighbour table were not all seen',
    },
    toKernelMs,
  );
}

/**
 * Reads `198.18.0.100 dev eth0 lladdr 02:42:c6:12:00:0b REACHABLE`, as `ip neigh show` and `ip monitor neigh` print it
 * (`print_neigh` in iproute2's ip/ipneigh.c): without lladdr when it has none, with `Deleted ` before an entry that went.
 */
export function readNeighbour(line: string): NeighbourValue {
  const match = /^(Deleted )?(\d+\.\d+\.\d+\.\d+) dev \S+(?: lladdr ([0-9a-f:]{17}))?((?: \w+)*) *$/.exec(line);
  if (match === null) throw new DrillError(`'ip neigh' printed a line of unknown form: '${line}'`);
  const [, deleted, address = '', mac = null, words = ''] = match;
  if (deleted !== undefined) return { address, mac: null, state: noEntry };
  // Words before the state, such as `router` and `extern_learn`, are in lower case.
  return { address, mac, state: words.split(' ').find((word) => /^[A-Z]+$/.test(word)) ?? noEntry };
}
