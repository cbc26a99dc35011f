import type { Counts } from '../cluster/counter.ts';
import type { KernelMs, LinkCount, LoadTrial, Topology } from '../model.ts';

/**
 * What was counted between two readings. The processor time is that of the director that holds a VIP at the second; links
 * that one of the readings lacks are left out.
 */
export function countedBetween(
  before: Counts,
  after: Counts,
  { directors }: Pick<Topology, 'directors'>,
): { countedMs: number } & Pick<LoadTrial, 'links' | 'directorCpuMs' | 'engineCpuMs'> {
  const master = after.directors.find(({ vips }) => vips.length > 0)?.name ?? directors[0]?.name ?? '';
  const [usedBefore, usedAfter] = [before, after].map((counts) => counts.directorCpuMs[master]);
  return {
    links: linkDifferences(before.links, after.links),
    countedMs: middle(after) - middle(before),
    directorCpuMs: usedBefore === undefined || usedAfter === undefined ? null : usedAfter - usedBefore,
    engineCpuMs: after.engineCpuMs - before.engineCpuMs,
  };
}

/** Between the first and the last of one reading. */
export function middle({ earliestMs, latestMs }: Counts): KernelMs {
  return (earliestMs + latestMs) / 2;
}

function linkDifferences(before: readonly LinkCount[], after: readonly LinkCount[]): LinkCount[] {
  return after.flatMap((now) => {
    const then = before.find(({ node, address }) => node === now.node && address === now.address);
    if (then === undefined) return [];
    return [
      {
        node: now.node,
        address: now.address,
        receivedBytes: now.receivedBytes - then.receivedBytes,
        sentBytes: now.sentBytes - then.sentBytes,
        receivedPackets: now.receivedPackets - then.receivedPackets,
        sentPackets: now.sentPackets - then.sentPackets,
      },
    ];
  });
}
