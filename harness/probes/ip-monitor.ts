import type { Node, RunningCommand } from '../cluster/interface.ts';
import { withDeadline } from '../deadline.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { KernelMs, Observation, SeriesValues, Topology } from '../model.ts';
import type { Probe, ProbeContext, RunningProbe } from './probe.ts';

/** A process killed by SIGKILL: 128 + 9. */
const killedExitCode = 137;

/** A node that is dead or frozen at the end does not answer any more, ms. */
const endDeadlineMs = 2000;

/** A series that `ip monitor` feeds. */
type MonitoredSeries = 'vip-holder' | 'neighbour';

/** What to watch of a topology's floating addresses, and how to read it. */
export interface IpMonitor<S extends MonitoredSeries> {
  series: S;
  /** What `ip` calls it: `ip monitor address`, `ip address show`. */
  object: 'address' | 'neigh';
  /** The addresses whose changes are recorded. */
  addresses(topology: Topology): string[];
  /** Where it is watched. */
  nodes(cluster: ProbeContext['cluster']): Node[];
  /**
   * Reads a line of `ip -4 -o monitor` without its time stamp; null: it is of no concern. Throws for one of unknown form,
   * which may be a change.
   */
  read(line: string): SeriesValues[S] | null;
  /** What `ip -4 -o <object> show` says of one of the addresses. */
  atStart(address: string, shown: string): SeriesValues[S];
  /** What is missing when something was not seen, for the error. */
  missing: string;
}

/**
 * Watches what the kernel of some nodes announces (rtnetlink), as `ip monitor` prints it with its time, and records what
 * concerns the addresses, with what was there when watching began. A node that dies takes its watcher along without a last
 * word, and is watched again when it has been started again.
 */
export function ipMonitor<S extends MonitoredSeries>(
  monitor: IpMonitor<S>,
  toKernelMs: (realtimeMs: number) => KernelMs,
): Probe {
  return {
    name: monitor.series,
    async start(context): Promise<RunningProbe> {
      const watchers: RunningCommand[] = [];
      const troubles = new Set<string>();
      let stopped = false;
      const nodes = monitor.nodes(context.cluster);
      const watch = async (node: Node): Promise<void> => {
        if (stopped || !nodes.some(({ name }) => name === node.name)) return;
        watchers.push(await watchNode({ node, context, monitor, toKernelMs, troubles, isStopped: () => stopped }));
      };
      await Promise.all(nodes.map(watch));
      context.cluster.onNodeStarted(watch);
      return {
        async stop() {
          stopped = true;
          for (const watcher of watchers) watcher.end();
          await withDeadline(Promise.all(watchers.map((watcher) => watcher.ended)), endDeadlineMs);
          if (troubles.size > 0) throw new DrillError(`${monitor.missing}: ${[...troubles].join('; ')}`);
        },
      };
    },
  };
}

async function watchNode<S extends MonitoredSeries>(watch: {
  node: Node;
  context: ProbeContext;
  monitor: IpMonitor<S>;
  toKernelMs: (realtimeMs: number) => KernelMs;
  troubles: Set<string>;
  isStopped: () => boolean;
}): Promise<RunningCommand> {
  const { node, context, monitor, toKernelMs, troubles, isStopped } = watch;
  const { cluster } = context;
  const addresses = monitor.addresses(cluster.topology);
  const changed = new Set<string>();
  const record = (at: KernelMs, value: SeriesValues[S]) =>
    context.record({ series: monitor.series, at, node: node.name, value } as Observation);
  const watcher = await node.stream(['sh', '-c', monitorCommand(monitor.object)], (line) => {
    try {
      const stamped = parseStamp(line);
      if (stamped === null) return;
      const value = monitor.read(stamped.rest);
      if (value === null || !addresses.includes(value.address)) return;
      changed.add(value.address);
      record(toKernelMs(stamped.realtimeMs), value);
    } catch (error) {
      troubles.add(`${node.name}: ${messageOf(error)}`);
    }
  });
  // A node that dies takes its watcher along (exit code null, or 137 for its SIGKILL); any other end is a hole.
  void watcher.ended.then(({ exitCode, stderr }) => {
    if (!isStopped() && exitCode !== null && exitCode !== killedExitCode)
      troubles.add(`the watcher on ${node.name} ended with exit code ${exitCode} ${stderr.trim()}`);
  });
  // Asked after the watcher was started, so that no change falls between; a change that it saw is newer.
  const { atMs } = await cluster.hand.now();
  const { stdout } = await node.exec(['ip', '-4', '-o', monitor.object, 'show']);
  for (const address of addresses.filter((one) => !changed.has(one))) record(atMs, monitor.atStart(address, stdout));
  return watcher;
}

/** Prints every change until its standard input ends; before the node's other work, because `ip` takes the time. */
function monitorCommand(object: 'address' | 'neigh'): string {
  return `nice -n -20 ip -4 -o -ts monitor ${object} & watcher=$!; read -r _ || :; kill "$watcher"`;
}

/**
 * Splits a line of `ip -ts monitor` (the containers' time zone is UTC) into CLOCK_REALTIME when `ip` read the kernel's
 * message, ms since 1970, and the rest; null for an empty line. Throws for any other form.
 */
export function parseStamp(line: string): { realtimeMs: number; rest: string } | null {
  if (line.trim() === '') return null;
  const match = /^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})\] (.*)$/.exec(line);
  const [, seconds, microseconds, rest = ''] = match ?? [];
  // NaN for what is no date, such as month 13.
  const realtimeMs = Date.parse(`${seconds}Z`) + Number(microseconds) / 1000;
  if (!Number.isFinite(realtimeMs)) throw new DrillError(`'ip monitor' printed a line of unknown form: '${line}'`);
  return { realtimeMs, rest };
}
