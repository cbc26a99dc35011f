import type { Node, RunningCommand } from '../cluster/interface.ts';
import { withDeadline } from '../deadline.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { KernelMs } from '../model.ts';
import type { Probe, ProbeContext, RunningProbe } from './probe.ts';

/** Prints every change of an address until its standard input ends; before the director's other work, because `ip` takes the time. */
const watchAddresses = 'nice -n -20 ip -4 -o -ts monitor address & watcher=$!; read -r _ || :; kill "$watcher"';

/** A process killed by SIGKILL: 128 + 9. */
const killedExitCode = 137;

/** A director that is dead or frozen at the end does not answer any more, ms. */
const endDeadlineMs = 2000;

/**
 * Which director has which VIP on an interface: series `vip-holder`, by the kernel's own messages (rtnetlink) in each
 * director, with what was there when watching began. A director that dies takes its watcher with it without a last word:
 * that it then holds nothing is in the series `node-state`. It is watched again when it has been started again.
 */
export function vipHolder(toKernelMs: (realtimeMs: number) => KernelMs): Probe {
  return {
    name: 'vip-holder',
    async start(context): Promise<RunningProbe> {
      const { cluster } = context;
      const watchers: RunningCommand[] = [];
      const troubles = new Set<string>();
      let stopped = false;
      const names = cluster.directors().map(({ director }) => director.name);
      const watch = async (node: Node): Promise<void> => {
        if (!stopped && names.includes(node.name))
          watchers.push(await watchDirector(node, context, toKernelMs, troubles, () => stopped));
      };
      await Promise.all(cluster.directors().map(({ node }) => watch(node)));
      cluster.onNodeStarted(watch);
      return {
        async stop() {
          stopped = true;
          for (const watcher of watchers) watcher.end();
          await withDeadline(Promise.all(watchers.map((watcher) => watcher.ended)), endDeadlineMs);
          if (troubles.size > 0)
            throw new DrillError(`The holders of the VIP were not all seen: ${[...troubles].join('; ')}`);
        },
      };
    },
  };
}

async function watchDirector(
  node: Node,
  { cluster, record }: ProbeContext,
  toKernelMs: (realtimeMs: number) => KernelMs,
  troubles: Set<string>,
  isStopped: () => boolean,
): Promise<RunningCommand> {
  const vips = [...new Set(cluster.topology.virtualServices.map((service) => service.vip))];
  const changed = new Set<string>();
  const watcher = await node.stream(['sh', '-c', watchAddresses], (line) => {
    try {
      const change = parseAddressChange(line);
      if (change === null || !vips.includes(change.address)) return;
      const { address, held, realtimeMs } = change;
      changed.add(address);
      record({ series: 'vip-holder', at: toKernelMs(realtimeMs), node: node.name, value: { address, held } });
    } catch (error) {
      troubles.add(`${node.name}: ${messageOf(error)}`);
    }
  });
  // A director that dies takes its watcher along (exit code null, or 137 for its SIGKILL); any other end is a hole.
  void watcher.ended.then(({ exitCode, stderr }) => {
    if (!isStopped() && exitCode !== null && exitCode !== killedExitCode)
      troubles.add(`the watcher on ${node.name} ended with exit code ${exitCode} ${stderr.trim()}`);
  });
  // Asked after the watcher was started, so that no change falls between; a change that it saw is newer.
  const { atMs } = await cluster.hand.now();
  const { stdout } = await node.exec(['ip', '-4', '-o', 'address', 'show']);
  for (const address of vips.filter((vip) => !changed.has(vip))) {
    const held = stdout.includes(` ${address}/`);
    record({ series: 'vip-holder', at: atMs, node: node.name, value: { address, held } });
  }
  return watcher;
}

/** A line of `ip -4 -o -ts monitor address`: an IPv4 address came or went. */
export interface AddressChange {
  /** CLOCK_REALTIME when `ip` read the kernel's message, ms since 1970. */
  realtimeMs: number;
  address: string;
  held: boolean;
}

/** Reads such a line (the containers' time zone is UTC); null for the lines that continue another. Throws for any else. */
export function parseAddressChange(line: string): AddressChange | null {
  if (line.trim() === '') return null;
  const match = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})\] (Deleted )?\d+: \S+ +inet (\d+\.\d+\.\d+\.\d+)\//.exec(
    line,
  );
  if (match === null) throw new DrillError(`'ip monitor' printed a line of unknown form: '${line}'`);
  const [, seconds, microseconds, deleted, address = ''] = match;
  return { realtimeMs: Date.parse(`${seconds}Z`) + Number(microseconds) / 1000, address, held: deleted === undefined };
}
