import { DrillError } from '../errors.ts';
import { objectsIn, printedObjects } from '../json-objects.ts';
import type { KernelMs, LinkCount } from '../model.ts';
import { directorState } from './directors.ts';
import type { Cluster, DirectorState, Node } from './interface.ts';

/** What the engine's kernel had counted since it booted, and what its directors were, all read in one go. */
export interface Counts {
  earliestMs: KernelMs;
  latestMs: KernelMs;
  /** Every link of directors, real servers and clients. */
  links: LinkCount[];
  /** Processor time of the cgroup of each director that lives, ms. */
  directorCpuMs: { [director: string]: number };
  /** Processor time that was not idle, of the whole kernel, ms. */
  engineCpuMs: number;
  directors: DirectorState[];
}

/** Reads counts as often as it is asked to; each reading takes some milliseconds and starts no process. */
export interface Counter {
  /** With `atMs`: when the kernel clock reads that. */
  read(atMs?: KernelMs): Promise<Counts>;
}

/** Unit of /proc/stat (USER_HZ, proc_stat(5)), ms. */
const tickMs = 10;

interface CountedNode {
  node: Node;
  pid: number;
  links: CountedLink[];
  /** Null: it is in no cgroup of version 2. */
  cpuStat: string | null;
}

/** A link and the address by which it is known. */
export interface CountedLink {
  name: string;
  address: string;
}

/**
 * Looks up where the counts of a cluster's nodes are. Holds until a node is started again, so use it in runs without
 * faults. Throws a `DrillError` when a node is dead or has no link.
 */
export async function openCounter(cluster: Cluster): Promise<Counter> {
  const known = new Map<string, { node: Node; addresses: string[] }>();
  const add = (node: Node, addresses: string[]) => known.set(node.name, known.get(node.name) ?? { node, addresses });
  for (const { node, director } of cluster.directors()) add(node, [director.address, director.insideAddress ?? '']);
  for (const { node, realServer } of cluster.realServers()) add(node, [realServer.address]);
  for (const { node, client } of cluster.clients()) add(node, [client.address]);
  const nodes = await Promise.all([...known.values()].map(({ node, addresses }) => lookUp(cluster, node, addresses)));
  const paths = [
    '/proc/stat',
    ...nodes.flatMap(({ node, pid, cpuStat }) => [
      `/proc/${pid}/net/dev`,
      ...(node.kind === 'director' ? [`/proc/${pid}/net/fib_trie`, `/proc/${pid}/net/ip_vs`] : []),
      ...(node.kind === 'director' && cpuStat !== null ? [cpuStat] : []),
    ]),
  ];
  return {
    async read(atMs) {
      const { earliestMs, latestMs, contents } = await cluster.hand.read(paths, atMs);
      const contentOf = new Map(paths.map((path, index) => [path, contents[index] ?? null]));
      const directors = nodes.filter(({ node }) => node.kind === 'director');
      return {
        earliestMs,
        latestMs,
        links: nodes.flatMap(({ node, pid, links }) =>
          linkCounts(contentOf.get(`/proc/${pid}/net/dev`) ?? '', node.name, links),
        ),
        directorCpuMs: Object.fromEntries(
          directors.flatMap(({ node, cpuStat }) => {
            const usedMs = cgroupCpuMs(contentOf.get(cpuStat ?? '') ?? '');
            return usedMs === null ? [] : [[node.name, usedMs] as const];
          }),
        ),
        engineCpuMs: busyMs(contentOf.get('/proc/stat') ?? ''),
        directors: directors.map(({ node: { name }, pid }) =>
          directorState(
            cluster.topology,
            name,
            contentOf.get(`/proc/${pid}/net/fib_trie`) ?? null,
            contentOf.get(`/proc/${pid}/net/ip_vs`) ?? null,
          ),
        ),
      };
    },
  };
}

async function lookUp({ hand }: Cluster, node: Node, addresses: string[]): Promise<CountedNode> {
  const pid = await node.initPid();
  if (pid === null) throw new DrillError(`${node.name} is dead: nothing of it can be counted.`);
  // With `-4` it would not say what kind a link is of.
  const args = ['-j', 'address', 'show'];
  const [shown, cgroup] = await Promise.all([
    hand.inspect({ initPid: pid, address: addresses[0] ?? '', tool: 'ip', args }),
    hand.read([`/proc/${pid}/cgroup`]),
  ]);
  const links = countedLinks(shown, addresses);
  if (links.length === 0) throw new DrillError(`${node.name} has no link whose traffic could be counted.`);
  // cgroups(7): the line of version 2, whose path counts from the root that the hand sees as well.
  const path = /^0::(\/.*)$/m.exec(cgroup.contents[0] ?? '')?.[1];
  return { node, pid, links, cpuStat: path === undefined ? null : `/sys/fs/cgroup${path}/cpu.stat` };
}

/**
 * The Ethernet links in the output of `ip -j address show`, each by one of the node's own addresses where it has one,
 * else by its first: neither loopback nor tunnels carry anything that no link carries.
 */
export function countedLinks(shown: string, ownAddresses: readonly string[]): CountedLink[] {
  return printedObjects('ip', shown).flatMap(({ ifname, link_type, addr_info }) => {
    const all = objectsIn(addr_info).flatMap(({ family, local }) =>
      family === 'inet' && typeof local === 'string' ? [local] : [],
    );
    const address = all.find((one) => ownAddresses.includes(one)) ?? all[0];
    const isLink = typeof ifname === 'string' && link_type === 'ether' && address !== undefined;
    return isLink ? [{ name: ifname, address }] : [];
  });
}

/** What `/proc/<pid>/net/dev` says of these links (proc_pid_net(5)); bytes with Ethernet headers. */
export function linkCounts(netDev: string, node: string, links: readonly CountedLink[]): LinkCount[] {
  return links.flatMap(({ name, address }) => {
    const line = netDev.split('\n').find((one) => one.trimStart().startsWith(`${name}:`));
    const [receivedBytes, receivedPackets, , , , , , , sentBytes, sentPackets] =
      line
        ?.slice(line.indexOf(':') + 1)
        .match(/\d+/g)
        ?.map(Number) ?? [];
    if (receivedBytes === undefined || receivedPackets === undefined) return [];
    if (sentBytes === undefined || sentPackets === undefined) return [];
    return [{ node, address, receivedBytes, sentBytes, receivedPackets, sentPackets }];
  });
}

/** `usage_usec` of a cpu.stat file (the kernel's cgroup-v2.rst) in ms; null when there is none. */
export function cgroupCpuMs(cpuStat: string): number | null {
  const usageUs = /^usage_usec (\d+)$/m.exec(cpuStat)?.[1];
  return usageUs === undefined ? null : Number(usageUs) / 1000;
}

/**
 * Time of all processors in /proc/stat that was neither idle, nor waiting for a disk, nor somebody else's (`steal`). It
 * includes interrupts, hard and soft: there packets are forwarded. Kernels that account by ticks know it to 10 ms.
 */
export function busyMs(procStat: string): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
    /^cpu +(.*)$/m.exec(procStat)?.[1]?.split(' ').map(Number) ?? [];
  return (user + nice + system + irq + softirq) * tickMs;
}
