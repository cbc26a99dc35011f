import type Dockerode from 'dockerode';
import { withDeadline } from '../deadline.ts';
import { DrillError } from '../errors.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import { loopbackVipsOf } from '../local-node.ts';
import type { Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { startDetached } from './exec.ts';
import type { Cluster, DirectorState, Node } from './interface.ts';
import { configPath } from './node-spec.ts';
import { localAddresses, type Reader } from './reader.ts';

/** From exec to a keepalived process of that name, ms (seen: below 0.3 s). */
const keepalivedAppearsMs = 10_000;

/** Reads the state of every director, dead and frozen ones included. */
export function readDirectorStates(cluster: Cluster, reader: Reader): Promise<DirectorState[]> {
  const { topology } = cluster;
  return Promise.all(
    cluster.directors().map(async ({ director: { name }, node }) => {
      const pid = await node.initPid();
      const [trie = null, ipvsTable = null] =
        pid === null ? [] : await reader.read([`/proc/${pid}/net/fib_trie`, `/proc/${pid}/net/ip_vs`]);
      return directorState(topology, name, trie, ipvsTable);
    }),
  );
}

/**
 * What a director's `/proc/<pid>/net/fib_trie` and `/proc/<pid>/net/ip_vs` say of it, and which of the floating addresses
 * it holds: on its link, not on lo, where a director that is a real server too has the VIPs always. Null where they cannot
 * be read, since it is dead.
 */
export function directorState(
  topology: Topology,
  name: string,
  fibTrie: string | null,
  ipvsTable: string | null,
): DirectorState {
  if (fibTrie === null || ipvsTable === null) return { name, alive: false, vips: [], ipvsTable: '' };
  const own = localAddresses(fibTrie);
  const onLoopback = loopbackVipsOf(topology, name);
  const held = (address: string) => (own.get(address) ?? 0) > (onLoopback.includes(address) ? 1 : 0);
  return { name, alive: true, vips: floatingAddressesOf(topology).filter(held), ipvsTable };
}

/** Starts keepalived on a director, or a stranger, and resolves when it is seen to run. */
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

/** Takes the configuration from its standard input. Nobody ever reads half of it. */
const takeConfig = `cat > ${configPath}.new && mv ${configPath}.new ${configPath} && exec render-config`;
/** Writing some hundred kilobytes takes a fraction of a second; this means that the node is frozen, ms. */
const configWrittenMs = 10_000;

/**
 * Gives a director a configuration, which keepalived reads when it is started or told to. Throws a `DrillError` when the
 * node is dead or frozen.
 */
export async function giveConfig(node: Node, content: string): Promise<void> {
  const command = await node.stream(['sh', '-c', takeConfig], () => {});
  command.writeLine(content.trimEnd());
  command.end();
  const ended = await withDeadline(command.ended, configWrittenMs);
  if (ended !== 'late' && ended.exitCode === 0) return;
  const why =
    ended === 'late'
      ? `it took more than ${configWrittenMs} ms`
      : `exit code ${ended.exitCode ?? 'none'}: ${ended.stderr.trim() || 'no output'}`;
  throw new DrillError(`${node.name} did not take its new keepalived.conf: ${why}`);
}
