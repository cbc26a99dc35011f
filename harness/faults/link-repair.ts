import type { Bracket } from '../model.ts';
import { type ActOnTarget, actOnTarget, addressOf, inspectTarget, type Target } from './sight.ts';

/** What can be wrong with a node's link: it is down, filters drop what comes in, a queue holds back what goes out. */
export type LinkTrouble = 'down' | 'filters' | 'queue';

/** Handle of the queueing discipline that faults put at the root of a link, as tc prints it: a number that nobody else takes. */
export const rootHandle = '112:';

/** What is wrong with the link of a living node, as its kernel says. */
export async function linkTroubles(target: Target): Promise<LinkTrouble[]> {
  // Neither asks for one link: to find its name first would cost the engine another process.
  const [link, all] = await Promise.all([
    linkOf(target),
    inspectTarget<{ dev?: string; kind: string; handle?: string }>(target, 'tc', ['-j', 'qdisc', 'show']),
  ]);
  const disciplines = all.filter(({ dev }) => dev === link?.ifname);
  return [
    ...(link?.flags?.includes('UP') === true ? [] : (['down'] as const)),
    ...(disciplines.some(({ kind }) => kind === 'clsact') ? (['filters'] as const) : []),
    ...(disciplines.some(({ handle }) => handle === rootHandle) ? (['queue'] as const) : []),
  ];
}

interface IpLink {
  ifname?: string;
  flags?: string[];
  operstate?: string;
  addr_info?: { local?: string }[];
}

/** The link that has the target's address, which it keeps while it is down. */
async function linkOf(target: Target): Promise<IpLink | undefined> {
  const address = addressOf(target);
  const links = await inspectTarget<IpLink>(target, 'ip', ['-j', '-4', 'address', 'show']);
  return links.find((link) => link.addr_info?.some(({ local }) => local === address));
}

/** Takes that trouble away and returns when the kernel did. Works also when it has gone meanwhile. */
export async function repairLink(target: Target, trouble: LinkTrouble): Promise<Bracket> {
  const address = addressOf(target);
  // Deleting what is not there is an error to tc, so it is put there first.
  const remedies: Record<LinkTrouble, ActOnTarget> = {
    down: { do: 'link', address, up: true },
    filters: {
      do: 'network',
      address,
      tool: 'tc',
      prepare: ['qdisc replace dev @LINK@ clsact'],
      strike: ['qdisc del dev @LINK@ clsact'],
    },
    queue: {
      do: 'network',
      address,
      tool: 'tc',
      prepare: [`qdisc replace dev @LINK@ root handle ${rootHandle} prio`],
      strike: ['qdisc del dev @LINK@ root'],
    },
  };
  const { earliestMs, latestMs } = await actOnTarget(target, remedies[trouble], 0);
  return { earliestMs, latestMs };
}

/** Whether the target's link is down, in words too. */
export async function confirmLinkDown(target: Target): Promise<{ confirmed: boolean; evidence: string }> {
  if ((await target.cluster.node(target.target).initPid()) === null) {
    return { confirmed: false, evidence: `${target.target} is dead, not only its link` };
  }
  const link = await linkOf(target);
  const flags = link?.flags ?? [];
  return {
    confirmed: link !== undefined && !flags.includes('UP') && link.operstate === 'DOWN',
    evidence: `the link of ${target.target} is ${link?.operstate ?? 'unknown'} with the flags ${flags.join(', ')}`,
  };
}
