import { allOrNone } from '../all-or-none.ts';
import type { Cluster, HandAct } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { type JsonObject, objectsIn, printedObjects } from '../json-objects.ts';

/** A link that is to be limited: its node, and the address that names it. */
export interface LimitedLink {
  node: string;
  address: string;
}

/** Links that are limited, until they are no more. */
export interface LinkLimits {
  lift(): Promise<void>;
}

/**
 * Of a token bucket, bytes: it must hold the longest packet, and what goes at the rate while a timer is late; whatever is
 * more lets a burst past the limit (MEASURING.md section 7.4).
 */
const leastBurstBytes = 8192;
const timerLatenessMs = 5;
/** Longest that a packet waits for its turn; with more in front of it, it is dropped, ms. */
const queueMs = 200;
/** What the kernel gives every link (GSO_MAX_SEGS, include/linux/netdevice.h). */
const usualSegments = 65_535;

/** Lines of the two tools for one link. `@LINK@` is its interface, and an ifb of its own takes what comes in. */
export function limitLines(bitsPerSecond: number): { ip: string[]; tc: string[] } {
  const burst = Math.max(leastBurstBytes, Math.ceil((bitsPerSecond / 8 / 1000) * timerLatenessMs));
  const bucket = `tbf rate ${bitsPerSecond}bit burst ${burst} latency ${queueMs}ms`;
  return {
    ip: [
      'link add ifb-@LINK@ type ifb',
      'link set dev ifb-@LINK@ up',
      // What leaves as one long packet would be counted, and queued, as one: with the headers of one.
      'link set dev @LINK@ gso_max_segs 1',
    ],
    tc: [
      `qdisc replace dev ifb-@LINK@ root ${bucket}`,
      'qdisc replace dev @LINK@ clsact',
      'filter add dev @LINK@ ingress pref 1 protocol all matchall action mirred egress redirect dev ifb-@LINK@',
      `qdisc replace dev @LINK@ root ${bucket}`,
    ],
  };
}

/**
 * Limits links in both directions by token buckets: what a node sends at its interface, what it gets at an ifb that it is
 * redirected to. Connections that exist already go on sending long packets. Reads back what the kernel made of it and
 * throws a `DrillError` where that is something else, with nothing limited.
 */
export async function limitLinks(cluster: Cluster, links: LimitedLink[], bitsPerSecond: number): Promise<LinkLimits> {
  const lift = async () => {
    await allOrNone(links.map((link) => liftLimit(cluster, link)));
  };
  try {
    await allOrNone(links.map((link) => limitOne(cluster, link, bitsPerSecond)));
  } catch (error) {
    await lift().catch(() => {});
    throw error;
  }
  return { lift };
}

async function limitOne(cluster: Cluster, link: LimitedLink, bitsPerSecond: number): Promise<void> {
  const lines = limitLines(bitsPerSecond);
  await change(cluster, link, 'ip', lines.ip);
  await change(cluster, link, 'tc', lines.tc);
  const wrong = limitMistake(await readBack(cluster, link), bitsPerSecond);
  if (wrong !== null) throw new DrillError(`The link of ${link.node} is not limited as it should be: ${wrong}.`);
}

async function liftLimit(cluster: Cluster, link: LimitedLink): Promise<void> {
  // Deleting what is not there is an error to tc, so it is put there first.
  await change(cluster, link, 'tc', [
    'qdisc replace dev @LINK@ root handle 1: prio',
    'qdisc del dev @LINK@ root',
    'qdisc replace dev @LINK@ clsact',
    'qdisc del dev @LINK@ clsact',
  ]);
  await change(cluster, link, 'ip', [`link set dev @LINK@ gso_max_segs ${usualSegments}`, 'link del dev ifb-@LINK@']);
}

async function change(cluster: Cluster, link: LimitedLink, tool: 'ip' | 'tc', lines: string[]): Promise<void> {
  const initPid = await pidOf(cluster, link);
  const act: HandAct = { do: 'network', initPid, address: link.address, tool, prepare: [], strike: lines };
  const { effective, evidence } = await cluster.hand.act(act, 0);
  if (!effective) {
    throw new DrillError(`${tool} refused to change the link of ${link.node}: ${evidence}`, {
      remedy: '`npm run doctor` tells whether the engine’s kernel can limit links (tc, link limits).',
    });
  }
}

async function pidOf(cluster: Cluster, { node }: LimitedLink): Promise<number> {
  const initPid = await cluster.node(node).initPid();
  if (initPid === null) throw new DrillError(`${node} is dead: its link cannot be limited.`);
  return initPid;
}

/** What `tc -j qdisc show`, `tc -j filter show dev <link> ingress` and `ip -j -d link show dev <link>` print. */
export interface LimitReading {
  disciplines: JsonObject[];
  filters: JsonObject[];
  links: JsonObject[];
}

async function readBack(cluster: Cluster, link: LimitedLink): Promise<LimitReading> {
  const initPid = await pidOf(cluster, link);
  const ask = async (tool: 'ip' | 'tc', args: string[]) =>
    printedObjects(tool, await cluster.hand.inspect({ initPid, address: link.address, tool, args }));
  const disciplines = await ask('tc', ['-j', 'qdisc', 'show']);
  // Where its name is known, nobody need look it up; that costs the engine a process each time.
  const known = disciplines.find(({ kind }) => kind === 'clsact')?.dev;
  const name = typeof known === 'string' ? known : '@LINK@';
  return {
    disciplines,
    filters: await ask('tc', ['-j', 'filter', 'show', 'dev', name, 'ingress']),
    links: await ask('ip', ['-j', '-d', 'link', 'show', 'dev', name]),
  };
}

/** What keeps a link from being limited so, in words; null when it is. */
export function limitMistake({ disciplines, filters, links }: LimitReading, bitsPerSecond: number): string | null {
  const [own] = links;
  const name = typeof own?.ifname === 'string' ? own.ifname : '';
  const rates = [name, `ifb-${name}`].map((dev) => {
    const shaper = disciplines.find((one) => one.dev === dev && one.kind === 'tbf' && one.root === true);
    return objectsIn([shaper?.options])[0]?.rate;
  });
  // tc keeps bytes per second.
  const [out, into] = rates.map((rate) => typeof rate === 'number' && Math.abs(rate * 8 - bitsPerSecond) <= 8);
  if (out !== true) return `what it sends is not limited to ${bitsPerSecond} bits per second`;
  if (into !== true) return `what it gets is not limited to ${bitsPerSecond} bits per second`;
  const redirected = filters
    .flatMap(({ options }) => objectsIn([options]))
    .flatMap(({ actions }) => objectsIn(actions))
    .some(({ kind, to_dev }) => kind === 'mirred' && to_dev === `ifb-${name}`);
  if (!redirected) return 'what it gets goes past the limit';
  return own?.gso_max_segs === 1 ? null : 'it sends packets that are longer than a frame';
}
