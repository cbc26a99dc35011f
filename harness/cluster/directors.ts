import type Dockerode from 'dockerode';
import { waitUntil } from '../wait-until.ts';
import { startDetached } from './exec.ts';
import type { Cluster } from './interface.ts';
import { vipsOf } from './node-spec.ts';
import { localAddresses, type Reader } from './reader.ts';

/** From exec to a keepalived process of that name, ms (seen: below 0.3 s). */
const keepalivedAppearsMs = 10_000;

/** What the kernel of a director's network says, now. */
export interface DirectorState {
  name: string;
  alive: boolean;
  /** The VIPs of the topology that it holds. */
  vips: string[];
  /** Text of its `/proc/net/ip_vs`; empty when it is dead. */
  ipvsTable: string;
}

/** Reads the state of every director, dead and frozen ones included. */
export function readDirectorStates(cluster: Cluster, reader: Reader): Promise<DirectorState[]> {
  const vips = vipsOf(cluster.topology);
  return Promise.all(
    cluster.directors().map(async ({ director: { name }, node }) => {
      const pid = await node.initPid();
      const [trie = null, ipvsTable = null] =
        pid === null ? [] : await reader.read([`/proc/${pid}/net/fib_trie`, `/proc/${pid}/net/ip_vs`]);
      if (trie === null || ipvsTable === null) return { name, alive: false, vips: [], ipvsTable: '' };
      const own = localAddresses(trie);
      return { name, alive: true, vips: vips.filter((vip) => own.includes(vip)), ipvsTable };
    }),
  );
}

/** Starts keepalived on a director and resolves when it is seen to run. */
export async function startKeepalivedOn(docker: Dockerode, cluster: Cluster, director: string): Promise<void> {
  const node = cluster.node(director);
  await startDetached(docker, { id: node.id, node: node.name }, ['start-keepalived']);
  await waitUntil(
    `keepalived runs on ${director}`,
    async () => {
      const pid = await node.initPid();
      const processes = pid === null ? [] : (await cluster.hand.look(pid)).processes;
      return { holds: processes.includes('keepalived'), saw: `the processes ${processes.join(', ') || '(none)'}` };
    },
    keepalivedAppearsMs,
    20,
  );
}
