import type { Confirmation, KernelMs } from '../model.ts';
import type { FaultContext, Injection } from './fault.ts';
import { advertMs } from './intervals.ts';
import { netemHandle, queuePackets } from './packet-queue.ts';
import { comesTrue, inspectTarget, linksOf, type Target } from './sight.ts';

/** What netem has done with the packets that were given to it, as `tc -s qdisc` counts. */
export interface NetemCount {
  sent: number;
  lost: number;
  underWay: number;
}

/** Sends the target's own adverts, and nothing else, through netem, which does with them what it is told. */
export function queueAdverts(target: Target, netem: string, atMs: KernelMs): Promise<Injection> {
  return queuePackets(target, 'ip_proto 0x70', netem, atMs);
}

/** Waits for an advert to have gone into netem on every link, which says so by its counters. */
export async function confirmQueued(context: FaultContext, what: (count: NetemCount) => string): Promise<Confirmation> {
  const links = linksOf(context);
  const look = async () => {
    const counts = await Promise.all(links.map((address) => readNetem(context, address)));
    const seen = counts.map((count, index) => {
      const where = links.length === 1 ? '' : ` (at ${links[index]})`;
      return count === null ? `the adverts of ${context.target} leave as they always do${where}` : what(count) + where;
    });
    return {
      there: counts.every((count) => count !== null),
      holds: counts.every((count) => count !== null && count.sent + count.lost + count.underWay > 0),
      saw: seen.join('; '),
    };
  };
  const first = await look();
  if (!first.there || first.holds) return { confirmed: first.holds, evidence: first.saw };
  return comesTrue(look, 2 * advertMs(context));
}

/** What netem has done on the link with that address; null where there is none, and of a dead target. */
export async function readNetem(target: Target, address: string): Promise<NetemCount | null> {
  if ((await target.cluster.node(target.target).initPid()) === null) return null;
  const disciplines = await inspectTarget<{
    kind: string;
    handle: string;
    packets?: number;
    drops?: number;
    qlen?: number;
  }>(target, 'tc', ['-s', '-j', 'qdisc', 'show', 'dev', '@LINK@'], address);
  const netem = disciplines.find(({ kind, handle }) => kind === 'netem' && handle === netemHandle);
  if (netem === undefined) return null;
  return { sent: netem.packets ?? 0, lost: netem.drops ?? 0, underWay: netem.qlen ?? 0 };
}
