import { vipsOf } from '../keepalived/vips.ts';
import type { KernelMs, Recording, Topology } from '../model.ts';
import { largest } from '../stats/extremes.ts';
import { inOrder } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';
import { type Holding, holdings } from './holders.ts';

/** A time during which the client's neighbour entry of a VIP said the same; `toMs` is Infinity for the last. */
export interface EntryPeriod extends Interval {
  address: string;
  /** Null: it had none. */
  mac: string | null;
  /** Whose MAC that is, as `macOwner` says. */
  points: string | null;
}

/** What the client's entries said in a window. */
export interface EntryTrace {
  /** How often an entry came to point to another MAC than before. */
  flips: number;
  /** Time for which an entry pointed to a node, ms, in the order in which they first came up. */
  pointed: { to: string; forMs: number }[];
}

/** The longest time on end for which an entry pointed to a node that did not hold the VIP, while another alone did. */
export interface WrongEntry extends Interval {
  address: string;
  points: string;
  holder: string;
}

/** What the client that sends the requests believed of every VIP, in order. */
function entryPeriods(recording: Recording): EntryPeriod[] {
  const seen = inOrder(recording.series('neighbour'));
  const client = seen[0]?.node;
  const open = new Map<string, EntryPeriod>();
  const made: EntryPeriod[] = [];
  for (const { at, node, value } of seen) {
    if (node !== client) continue;
    const mac = value.mac?.toLowerCase() ?? null;
    const last = open.get(value.address);
    if (last !== undefined && last.mac === mac) continue;
    if (last !== undefined) last.toMs = at;
    const points = mac === null ? null : macOwner(recording, mac);
    const period = { address: value.address, mac, points, fromMs: at, toMs: Number.POSITIVE_INFINITY };
    open.set(value.address, period);
    made.push(period);
  }
  return made;
}

/**
 * The node that has a MAC: by its adverts, or by the address that Docker makes a macvlan MAC of (its last four bytes).
 * The MAC itself where neither is known.
 */
export function macOwner(recording: Recording, mac: string): string {
  const { topology } = recording.run;
  const advert = recording.series('advert').find(({ value }) => value.sourceMac.toLowerCase() === mac);
  const bytes = mac.split(':').slice(-4);
  const address = advert?.value.source ?? bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return nodes(topology).find((node) => node.address === address)?.name ?? advert?.value.source ?? mac;
}

/** Changes of the entries in a window, and whom they pointed to; null when nothing of them was recorded before its end. */
export function entryTrace(recording: Recording, window: Interval): EntryTrace | null {
  const periods = entryPeriods(recording).filter(({ mac }) => mac !== null);
  const inside = periods
    .map((period) => ({
      ...period,
      fromMs: Math.max(period.fromMs, window.fromMs),
      toMs: Math.min(period.toMs, window.toMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
  if (inside.length === 0) return null;
  const forMs = new Map<string, number>();
  for (const { points, fromMs, toMs } of inside)
    forMs.set(points ?? '', (forMs.get(points ?? '') ?? 0) + toMs - fromMs);
  return { flips: flipsIn(periods, window), pointed: [...forMs].map(([to, ms]) => ({ to, forMs: ms })) };
}

function flipsIn(periods: readonly EntryPeriod[], window: Interval): number {
  return periods.filter((period, index) => {
    const before = periods.slice(0, index).findLast(({ address }) => address === period.address);
    const inWindow = period.fromMs >= window.fromMs && period.fromMs < window.toMs;
    return inWindow && before !== undefined && before.mac !== period.mac;
  }).length;
}

/** The longest wrong entry in a window; null when there was none. Two holders at once: either of them is right. */
export function longestWrongEntry(recording: Recording, window: Interval): WrongEntry | null {
  const held = holdings(recording);
  const wrong = entryPeriods(recording).flatMap((period) =>
    wrongTimes(
      period,
      held.filter(({ address }) => address === period.address),
      window,
    ),
  );
  return wrong.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0] ?? null;
}

function wrongTimes(period: EntryPeriod, held: readonly Holding[], window: Interval): WrongEntry[] {
  const { address, points } = period;
  const fromMs = Math.max(period.fromMs, window.fromMs);
  const toMs = Math.min(period.toMs, window.toMs);
  if (points === null || fromMs >= toMs) return [];
  const edges = held.flatMap((one) => [one.fromMs, one.toMs]).filter((at) => at > fromMs && at < toMs);
  const instants = [...new Set([fromMs, ...edges, toMs])].sort((a, b) => a - b);
  const wrong: WrongEntry[] = [];
  for (const [index, at] of instants.slice(0, -1).entries()) {
    const holders = [
      ...new Set(held.filter((one) => one.fromMs <= at && at < one.toMs).map(({ director }) => director)),
    ];
    const [holder] = holders;
    if (holders.length !== 1 || holder === undefined || holder === points) continue;
    const endMs = instants[index + 1] ?? at;
    const last = wrong.at(-1);
    if (last?.toMs === at && last.holder === holder) last.toMs = endMs;
    else wrong.push({ address, points, holder, fromMs: at, toMs: endMs });
  }
  return wrong;
}

/** Entries at an instant, one for each VIP that had one. */
export function entriesAt(recording: Recording, atMs: KernelMs): EntryPeriod[] {
  return entryPeriods(recording).filter(({ mac, fromMs, toMs }) => mac !== null && fromMs <= atMs && atMs < toMs);
}

/** Gratuitous ARPs for the VIPs in a window, by the node that sent them. */
export function garpsIn(recording: Recording, window: Interval): { by: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { by } of announcementsIn(recording, window)) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].map(([by, count]) => ({ by, count }));
}

/** When that node last announced a VIP in a window; null: it did not. */
export function lastGarpMs(recording: Recording, node: string, window: Interval): KernelMs | null {
  const sent = announcementsIn(recording, window).filter(({ by }) => by === node);
  return sent.length === 0 ? null : largest(sent.map(({ at }) => at));
}

/** Every gratuitous ARP for a VIP in a window, and who sent it. */
function announcementsIn(recording: Recording, { fromMs, toMs }: Interval): { at: KernelMs; by: string }[] {
  const vips = vipsOf(recording.run.topology);
  return recording
    .series('garp')
    .filter(({ at, value }) => at >= fromMs && at < toMs && vips.includes(value.address))
    .map(({ at, value }) => ({ at, by: macOwner(recording, value.mac.toLowerCase()) }));
}

function nodes(topology: Topology): { name: string; address: string }[] {
  return [...topology.directors, ...topology.realServers, ...(topology.strangers ?? []), ...topology.clients];
}
