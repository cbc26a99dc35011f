import type { KernelMs } from '../model.ts';
import type { Injection } from './fault.ts';
import { actOnLinks, comesTrue, inspectTarget, linksOf, type Target } from './sight.ts';

/**
 * What filters look for. tc reads the number of a protocol as hexadecimal: VRRP is 112 (RFC 3768 5.2.4), IP in IP 4 (RFC
 * 2003 3.1), in which TCP comes to a real server through a tunnel. ICMP 3, code 4: "fragmentation needed" (RFC 1191 4).
 */
const matches = {
  vrrp: ['ip_proto 0x70'],
  tcp: ['ip_proto tcp', 'ip_proto 0x4'],
  'path-mtu': ['ip_proto icmp type 3 code 4'],
};

/** What filters look for: one of these, or keys of tc-flower(8), a filter for each. */
export type Match = keyof typeof matches | readonly string[];

/** Place of our filter among others; one with a lower number comes before it. */
const ourPref = 112;
const passPref = 1;

/** What a filter has counted since it was put in. */
export interface FilterCount {
  packets: number;
  drops: number;
}

/** What the filters of one link have counted together; null where there is none of them. */
export interface LinkCounts {
  /** The link, as it stands in a sentence; empty where the target has only one. */
  where: string;
  ours: FilterCount | null;
  /** Of the one that lets everything past ours. */
  past: FilterCount | null;
}

/**
 * Puts filters into the way of what comes in to the target on any of its links; those of ours that were there are gone, and
 * their counters.
 */
export function filterIncoming(target: Target, match: Match, action: string, atMs: KernelMs): Promise<Injection> {
  const strike = ingressLines(ourPref, match, action);
  return actOnLinks(target, (address) => ({ do: 'network', address, tool: 'tc', prepare: freshFilters, strike }), atMs);
}

/** Drops what matches for so long, ms, and lets everything past from then on; the counters of both stay, to be read. */
export function dropIncomingFor(target: Target, match: Match, lengthMs: number, atMs: KernelMs): Promise<Injection> {
  const act = {
    prepare: freshFilters,
    strike: ingressLines(ourPref, match, 'drop'),
    undo: { afterMs: lengthMs, lines: ingressLines(passPref, match, 'pass') },
  };
  return actOnLinks(target, (address) => ({ do: 'network', address, tool: 'tc', ...act }), atMs);
}

const freshFilters = ['replace', 'del', 'add'].map((verb) => `qdisc ${verb} dev @LINK@ clsact`);

/** Lets everything past our filters from then on; their counters stay, to be read. */
export function passIncoming(target: Target, match: Match, atMs: KernelMs): Promise<Injection> {
  const strike = ingressLines(passPref, match, 'pass');
  return actOnLinks(target, (address) => ({ do: 'network', address, tool: 'tc', prepare: [], strike }), atMs);
}

function ingressLines(pref: number, match: Match, action: string): string[] {
  const keys = typeof match === 'string' ? matches[match] : match;
  return keys.map(
    (key, index) =>
      `filter add dev @LINK@ ingress pref ${pref} handle ${index + 1} protocol ip flower ${key} action ${action}`,
  );
}

interface TcFilter {
  pref?: number;
  /** Absent in the element that stands for the head of the chain. */
  options?: { actions?: { stats?: { packets?: number; drops?: number } }[] };
}

/** The counters of each of the target's links; none of a dead target. */
export async function readIncoming(target: Target): Promise<LinkCounts[]> {
  if ((await target.cluster.node(target.target).initPid()) === null) return [];
  const links = linksOf(target);
  return Promise.all(
    links.map(async (address) => ({
      where: links.length === 1 ? '' : ` at ${address}`,
      ...(await readLink(target, address)),
    })),
  );
}

async function readLink(target: Target, address: string): Promise<Omit<LinkCounts, 'where'>> {
  const args = ['-s', '-j', 'filter', 'show', 'dev', '@LINK@', 'ingress'];
  const filters = await inspectTarget<TcFilter>(target, 'tc', args, address);
  const countOf = (pref: number): FilterCount | null => {
    const all = filters.filter((one) => one.pref === pref).flatMap(({ options }) => options?.actions?.[0]?.stats ?? []);
    if (all.length === 0) return null;
    const sum = (of: 'packets' | 'drops') => all.reduce((total, stats) => total + (stats[of] ?? 0), 0);
    return { packets: sum('packets'), drops: sum('drops') };
  };
  return { ours: countOf(ourPref), past: countOf(passPref) };
}

/** What is seen of the filters: whether each link has one, whether each did what it was to do, and all of it in words. */
export interface FilterSight {
  there: boolean;
  holds: boolean;
  saw: string;
}

/** The filters of all links as one: `judge` says of a link's own whether it did what it was to do, and what that was. */
export async function lookAtFilters(
  target: Target,
  judge: (ours: FilterCount, past: FilterCount | null) => { holds: boolean; saw: string },
): Promise<FilterSight> {
  const links = await readIncoming(target);
  const seen = links.map(({ where, ours, past }) => {
    const judged = ours === null ? null : judge(ours, past);
    return {
      there: judged !== null,
      holds: judged?.holds ?? false,
      saw:
        judged === null
          ? `no filter is in the way of what comes in to ${target.target}${where}`
          : `the filter of ${target.target}${where} has dropped ${judged.saw}`,
    };
  });
  return {
    there: seen.length > 0 && seen.every(({ there }) => there),
    holds: seen.length > 0 && seen.every(({ holds }) => holds),
    saw: seen.map(({ saw }) => saw).join('; ') || `${target.target} is dead`,
  };
}

/** Waits until the filter of every link has dropped something: that they were put in proves nothing yet. */
export async function confirmDrops(
  target: Target,
  what: string,
  withinMs: number,
): Promise<{ confirmed: boolean; evidence: string }> {
  const look = () =>
    lookAtFilters(target, ({ packets, drops }) => ({ holds: drops > 0, saw: `${drops} of ${packets} ${what}` }));
  const first = await look();
  if (!first.there || first.holds) return { confirmed: first.holds, evidence: first.saw };
  return comesTrue(look, withinMs);
}
