import { hasTwoArms } from '../inside.ts';
import type { Comparison, LinkCount, LoadTrial, Run, Throughput } from '../model.ts';
import { type Bottleneck, bottleneckOf, type LinkLoad, linkLoads, type RequestCost } from './link-model.ts';
import { rateOf } from './load-summary.ts';
import { perRequest } from './loads.ts';

/** One direction of the links at a place in one trial: what was predicted to cross it, and what did. */
export interface LinkUse extends LinkLoad {
  /** As counted there, for each answered request. */
  countedBytesPerRequest: number;
  /** Counted bytes per second over what the link is limited to, 0..1. */
  utilisation: number;
}

/** A load through limited links: what its own bytes predict, and which link was full. */
export interface ShapedLoad {
  trial: LoadTrial;
  requestsPerSecond: number;
  cost: RequestCost;
  predicted: Bottleneck;
  uses: LinkUse[];
  /** Of the link that is predicted to be full first. */
  utilisation: number;
  /** The fullest link of all. */
  fullest: LinkUse;
  /** By how much bytes of requests that were under way when counting began or ended may falsify those of one, 0..1. */
  edgeError: number;
}

/** The longest Ethernet frame without its checksum at an MTU of 1500, bytes. */
const longestFrameBytes = 1514;

/** The numbers of one trial through limited links, or why there are none, in words. */
export function shapedLoadOf(run: Run, trial: LoadTrial): ShapedLoad | string {
  const { comparison, topology } = run;
  const { throughput, countedMs, links } = trial;
  if (trial.error !== undefined) return trial.error;
  const bits = comparison?.linkBitsPerSecond;
  if (comparison === undefined || bits === undefined) return 'the links were not limited';
  const requestsPerSecond = rateOf(trial);
  if (throughput === null || requestsPerSecond === null) return 'the load was not measured';
  if (throughput.responses === 0) return 'nothing was answered';
  const clients = countsOf(links, topology.clients);
  const directors = countsOf(links, topology.directors);
  const realServers = countsOf(links, topology.realServers);
  if (countedMs === null || [clients, directors, realServers].some((counts) => counts.length === 0)) {
    return 'the links were not counted';
  }
  const count = (counts: readonly LinkCount[], of: Exclude<keyof LinkCount, 'node' | 'address'>) =>
    counts.reduce((sum, one) => sum + one[of], 0);
  const frames = count(clients, 'receivedPackets');
  if (count(clients, 'receivedBytes') > longestFrameBytes * frames) {
    return 'the links were counted in packets longer than a frame (segmentation offload), whose headers are not in the counters';
  }

  const each = (counted: number) => perRequest(trial, counted) ?? 0;
  const cost = {
    requestBytes: each(count(clients, 'sentBytes')),
    answerBytes: each(count(clients, 'receivedBytes')),
    requestPackets: each(count(clients, 'sentPackets')),
  };
  const sharing = trial.path === 'direct' ? servingOf(realServers).length : takingTurns(run, realServers);
  const loads = linkLoads(trial.path, cost, hasTwoArms(topology));
  const predicted = bottleneckOf(loads, bits, sharing);
  if (predicted === null) return 'no limited link carried anything';
  const inside = new Set(topology.directors.map(({ insideAddress }) => insideAddress));
  const uses = loads.map((load): LinkUse => {
    const of = load.direction === 'received' ? 'receivedBytes' : 'sentBytes';
    const bytes =
      load.place === 'real-servers'
        ? count(realServers, of) / sharing
        : // The other director is the backup.
          Math.max(
            0,
            ...directors
              .filter(({ address }) => inside.has(address) === (load.place === 'director-inside'))
              .map((one) => one[of]),
          );
    return {
      ...load,
      countedBytesPerRequest: each(bytes * (load.place === 'real-servers' ? sharing : 1)),
      utilisation: usedOf((bytes * 8) / ((countedMs / 1000) * bits), load),
    };
  });
  const utilisation = Math.max(
    ...uses
      .filter(({ place, direction }) =>
        predicted.links.some((link) => link.place === place && link.direction === direction),
      )
      .map((use) => use.utilisation),
  );
  const [fullest] = uses.toSorted((a, b) => b.utilisation - a.utilisation);
  if (fullest === undefined) return 'no limited link carried anything';
  return {
    trial,
    requestsPerSecond,
    cost,
    predicted,
    uses,
    utilisation,
    fullest,
    edgeError: edgeErrorOf(comparison, throughput),
  };
}

/** What a node receives is counted before the limit: where more came than that lets through, it was full. */
function usedOf(share: number, { direction }: LinkLoad): number {
  return direction === 'received' ? Math.min(1, share) : share;
}

/**
 * Counted from the start, all that is under way at the end has put bytes on the links and is no answer. Counted once it has
 * settled, what was under way at the start stands for it, but for chance: each is somewhere on its way (uniform, variance
 * 1/12), at both ends; two standard deviations.
 */
function edgeErrorOf({ concurrency, settleMs = 0 }: Comparison, { responses }: Throughput): number {
  const requests = settleMs > 0 ? 2 * Math.sqrt(concurrency / 6) : concurrency;
  return requests / responses;
}

function countsOf(links: readonly LinkCount[], nodes: readonly { name: string }[]): LinkCount[] {
  return links.filter(({ node }) => nodes.some(({ name }) => name === node));
}

/** Through the director they take turns, whether they did or not: that is what is predicted. */
function takingTurns({ topology }: Run, counted: readonly LinkCount[]): number {
  return topology.realServers.filter(({ name, weight }) => weight > 0 && counted.some(({ node }) => node === name))
    .length;
}

/** Directly, the driver chooses whom to ask: those that sent anything to speak of. */
function servingOf(realServers: readonly LinkCount[]): LinkCount[] {
  const most = Math.max(0, ...realServers.map(({ sentBytes }) => sentBytes));
  return realServers.filter(({ sentBytes }) => sentBytes > most / 10);
}
