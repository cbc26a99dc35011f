import type { Bracket } from '../model.ts';
import { lackingRoutes, type RouteEntry, routeLine, routesOf } from '../routes.ts';
import { type ActOnTarget, actOnTarget, addressOf, inspectTarget, linksOf, type Target } from './sight.ts';

/**
 * What can be wrong with a node's link: it is down, filters drop what comes in, a queue holds back what goes out, or it lacks
 * routes, which the kernel forgets when the link goes down.
 */
export interface LinkTrouble {
  kind: 'down' | 'filters' | 'queue' | 'routes';
  /** Which of the node's links. */
  address: string;
}

/** Handle of the queueing discipline that faults put at the root of a link, as tc prints it: a number that nobody else takes. */
export const rootHandle = '112:';

/** What is wrong with the links of a living node, as its kernel says, in the order in which to repair it. */
export async function linkTroubles(target: Target): Promise<LinkTrouble[]> {
  const routes = routesOf(target.cluster.topology, target.target);
  // None asks for one link: to find its name first would cost the engine another process.
  const [links, disciplines, table] = await Promise.all([
    inspectTarget<IpLink>(target, 'ip', ['-j', '-4', 'address', 'show']),
    inspectTarget<{ dev?: string; kind: string; handle?: string }>(target, 'tc', ['-j', 'qdisc', 'show']),
    routes.length === 0 ? [] : inspectTarget<RouteEntry>(target, 'ip', ['-j', '-4', 'route', 'show']),
  ]);
  const ofLinks = linksOf(target).flatMap((address): LinkTrouble[] => {
    const link = withAddress(links, address);
    const own = disciplines.filter(({ dev }) => dev === link?.ifname);
    const kinds: LinkTrouble['kind'][] = [
      ...(link?.flags?.includes('UP') === true ? [] : (['down'] as const)),
      ...(own.some(({ kind }) => kind === 'clsact') ? (['filters'] as const) : []),
      ...(own.some(({ handle }) => handle === rootHandle) ? (['queue'] as const) : []),
    ];
    return kinds.map((kind) => ({ kind, address }));
  });
  const lacks = lackingRoutes(routes, table).length > 0;
  return [...ofLinks, ...(lacks ? [{ kind: 'routes' as const, address: addressOf(target) }] : [])];
}

/** Troubles in words. */
export function troubleWords(troubles: readonly LinkTrouble[]): string {
  return troubles.map(({ kind, address }) => `${kind} (${address})`).join(', ');
}

interface IpLink {
  ifname?: string;
  flags?: string[];
  operstate?: string;
  addr_info?: { local?: string }[];
}

/** The link that has that address, which it keeps while it is down. */
function withAddress(links: readonly IpLink[], address: string): IpLink | undefined {
  return links.find((link) => link.addr_info?.some(({ local }) => local === address));
}

/** Takes that trouble away and returns when the kernel did. Works also when it has gone meanwhile. */
export async function repairLink(target: Target, { kind, address }: LinkTrouble): Promise<Bracket> {
  const routes = routesOf(target.cluster.topology, target.target).map(routeLine);
  const network = { do: 'network', address } as const;
  // Deleting what is not there is an error to tc, so it is put there first.
  const remedies: Record<LinkTrouble['kind'], ActOnTarget> = {
    down: { do: 'link', address, up: true },
    filters: {
      ...network,
      tool: 'tc',
      prepare: ['qdisc replace dev @LINK@ clsact'],
      strike: ['qdisc del dev @LINK@ clsact'],
    },
    queue: {
      ...network,
      tool: 'tc',
      prepare: [`qdisc replace dev @LINK@ root handle ${rootHandle} prio`],
      strike: ['qdisc del dev @LINK@ root'],
    },
    routes: { ...network, tool: 'ip', prepare: [], strike: routes },
  };
  const { earliestMs, latestMs } = await actOnTarget(target, remedies[kind], 0);
  return { earliestMs, latestMs };
}

/** Whether the link by which others know the target is down, in words too. */
export async function confirmLinkDown(target: Target): Promise<{ confirmed: boolean; evidence: string }> {
  if ((await target.cluster.node(target.target).initPid()) === null) {
    return { confirmed: false, evidence: `${target.target} is dead, not only its link` };
  }
  const links = await inspectTarget<IpLink>(target, 'ip', ['-j', '-4', 'address', 'show']);
  const link = withAddress(links, addressOf(target));
  const flags = link?.flags ?? [];
  return {
    confirmed: link !== undefined && !flags.includes('UP') && link.operstate === 'DOWN',
    evidence: `the link of ${target.target} is ${link?.operstate ?? 'unknown'} with the flags ${flags.join(', ')}`,
  };
}
