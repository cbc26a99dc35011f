import type { KernelMs } from '../model.ts';
import type { Injection } from './fault.ts';
import { actOnTarget, addressOf, comesTrue, inspectTarget, type Target } from './sight.ts';

/**
 * What filters look for. tc reads the number of a protocol as hexadecimal: VRRP is 112 (RFC 3768 5.2.4), IP in IP 4 (RFC
 * 2003 3.1), in which TCP comes to a real server through a tunnel. ICMP 3, code 4: "fragmentation needed" (RFC 1191 4).
 */
const matches = {
  vrrp: ['ip_proto 0x70'],
  tcp: ['ip_proto tcp', 'ip_proto 0x4'],
  'path-mtu': ['ip_proto icmp type 3 code 4'],
};

/** Place of our filter among others; one with a lower number comes before it. */
const ourPref = 112;
const passPref = 1;

/** What a filter has counted since it was put in. */
export interface FilterCount {
  packets: number;
  drops: number;
}

/** Puts filters into the way of what comes in to the target; those of ours that were there are gone, and their counters. */
export function filterIncoming(
  target: Target,
  match: keyof typeof matches,
  action: string,
  atMs: KernelMs,
): Promise<Injection> {
  const prepare = ['replace', 'del', 'add'].map((verb) => `qdisc ${verb} dev @LINK@ clsact`);
  const strike = ingressLines(ourPref, match, action);
  return actOnTarget(target, { do: 'network', address: addressOf(target), tool: 'tc', prepare, strike }, atMs);
}

/** Lets everything past our filter from then on; its counters stay, to be read. */
export function passIncoming(target: Target, match: keyof typeof matches, atMs: KernelMs): Promise<Injection> {
  const strike = ingressLines(passPref, match, 'pass');
  return actOnTarget(target, { do: 'network', address: addressOf(target), tool: 'tc', prepare: [], strike }, atMs);
}

function ingressLines(pref: number, match: keyof typeof matches, action: string): string[] {
  return matches[match].map(
    (key, index) =>
      `filter add dev @LINK@ ingress pref ${pref} handle ${index + 1} protocol ip flower ${key} action ${action}`,
  );
}

interface TcFilter {
  pref?: number;
  /** Absent in the element that stands for the head of the chain. */
  options?: { actions?: { stats?: { packets?: number; drops?: number } }[] };
}

/** The counters of our filters together, and of the one that lets everything past it; null where there is none. */
export async function readIncoming(target: Target): Promise<{ ours: FilterCount | null; past: FilterCount | null }> {
  if ((await target.cluster.node(target.target).initPid()) === null) return { ours: null, past: null };
  const filters = await inspectTarget<TcFilter>(target, 'tc', [
    '-s',
    '-j',
    'filter',
    'show',
    'dev',
    '@LINK@',
    'ingress',
  ]);
  const countOf = (pref: number): FilterCount | null => {
    const all = filters.filter((one) => one.pref === pref).flatMap(({ options }) => options?.actions?.[0]?.stats ?? []);
    if (all.length === 0) return null;
    const sum = (of: 'packets' | 'drops') => all.reduce((total, stats) => total + (stats[of] ?? 0), 0);
    return { packets: sum('packets'), drops: sum('drops') };
  };
  return { ours: countOf(ourPref), past: countOf(passPref) };
}

/** Waits until our filter has dropped something: that it was put in proves nothing yet. */
export async function confirmDrops(
  target: Target,
  what: string,
  withinMs: number,
): Promise<{ confirmed: boolean; evidence: string }> {
  const look = async () => {
    const { ours } = await readIncoming(target);
    return {
      there: ours !== null,
      holds: (ours?.drops ?? 0) > 0,
      saw:
        ours === null
          ? `no filter is in the way of what comes in to ${target.target}`
          : `the filter of ${target.target} has dropped ${ours.drops} of ${ours.packets} ${what}`,
    };
  };
  const first = await look();
  if (!first.there || first.holds) return { confirmed: first.holds, evidence: first.saw };
  return comesTrue(look, withinMs);
}
