import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { isHigherAddress } from '../keepalived/election.ts';
import type { Director, KernelMs, Observation, Recording, Topology } from '../model.ts';
import { type Interval, overlapMs } from '../stats/intervals.ts';
import { holdings } from './holders.ts';

/** A time during which a router was MASTER of the virtual router, as far as its adverts show it. */
export interface Mastership extends Interval {
  /** Name of the director or the stranger; its address where the topology has no name for it. */
  router: string;
  address: string;
  /** Of its last advert. */
  priority: number;
  /** It is one of the cluster's own directors. */
  own: boolean;
}

/** A router that has sent an advert of the run's virtual router. */
interface Router {
  name: string;
  address: string;
  own: boolean;
}

/** A silence longer than that many intervals ends a mastership: a backup waits so long, and its skew time. */
const silenceIntervals = 3;

/** An advert that is later than that many intervals after the one before is worth asking what happened in between. */
const overdueIntervals = 1.5;

/**
 * Who was MASTER when, in the order in which it began: every router that sent adverts of the virtual router, foreign ones
 * too, and of the cluster's own directors also those with a virtual router id of their own. Each advert of a priority
 * above 0 says "I am MASTER" until the next one. A stream ends with an advert of priority 0, the death of its director,
 * or silence; silence counts from the instant at which the director gave up the VIP, or at which a router that goes before
 * it spoke, or at which its next advert was due, whichever came first. What is dropped at a director's ingress was on the
 * wire all the same, so that both streams of a split brain are seen.
 */
export function masterships(recording: Recording): Mastership[] {
  const adverts = advertsOfRouters(recording);
  const ends = endsByDirector(recording);
  const advertMs = usedAdvertIntervalMs(recording.run.topology.vrrp);
  const addresses = [...new Set(adverts.map((one) => one.value.source))];
  const made = addresses.flatMap((address) => {
    const own = adverts.filter((one) => one.value.source === address);
    const router = routerOf(recording.run.topology, address);
    const streams = streamsOf(own, ends.get(router.name) ?? [], advertMs);
    return streams.map((stream): Mastership => {
      const first = stream[0] as Observation<'advert'>;
      const last = stream.at(-1) as Observation<'advert'>;
      const candidates = [
        last.at + advertMs,
        ...own.filter(({ at, value }) => at >= last.at && value.priority === 0).map(({ at }) => at),
        ...(ends.get(router.name) ?? []).map(({ at }) => at),
        ...adverts.filter((other) => goesBefore(other, last)).map(({ at }) => at),
      ].filter((at) => at >= last.at);
      const { priority } = last.value;
      return {
        router: router.name,
        address,
        own: router.own,
        priority,
        fromMs: first.at,
        toMs: Math.min(...candidates),
      };
    });
  });
  return made.sort((a, b) => a.fromMs - b.fromMs);
}

/** Time inside the window with more than one MASTER of the virtual router, ms: of the cluster's own directors, or of all. */
export function dualMasterMs(recording: Recording, window: Interval, whose: 'own' | 'all' = 'own'): number {
  const concerned = masterships(recording).filter(({ own }) => own || whose === 'all');
  return overlapMs(concerned, window);
}

/** The cluster's own directors that were MASTER at that instant, sorted by name. */
export function mastersAt(recording: Recording, atMs: KernelMs): string[] {
  const then = masterships(recording).filter(({ own, fromMs, toMs }) => own && fromMs <= atMs && atMs < toMs);
  return [...new Set(then.map(({ router }) => router))].sort();
}

/** The director whose advert was the last before that instant; null when none was recorded in the three intervals before. */
export function masterBefore(recording: Recording, atMs: KernelMs): Director | null {
  const { topology } = recording.run;
  const sinceMs = atMs - silenceIntervals * usedAdvertIntervalMs(topology.vrrp);
  const last = advertsOfRouters(recording).findLast(
    ({ at, value }) =>
      at < atMs &&
      at >= sinceMs &&
      value.priority > 0 &&
      topology.directors.some((director) => director.address === value.source),
  );
  return topology.directors.find(({ address }) => address === last?.value.source) ?? null;
}

/** Adverts of the virtual router by whomever, and of the own directors under whatever id they were given; by capture time. */
export function advertsOfRouters(recording: Recording): Observation<'advert'>[] {
  const { vrrp, directors } = recording.run.topology;
  const ids = new Map(directors.map(({ address, virtualRouterId }) => [address, virtualRouterId]));
  return recording
    .series('advert')
    .filter(({ value }) => value.virtualRouterId === (ids.get(value.source) ?? vrrp.virtualRouterId))
    .toSorted((a, b) => a.at - b.at);
}

function routerOf({ directors, strangers = [] }: Topology, address: string): Router {
  const director = directors.find((one) => one.address === address);
  const stranger = strangers.find((one) => one.address === address);
  return { name: director?.name ?? stranger?.name ?? address, address, own: director !== undefined };
}

/** A director's deaths, and when it gave up a VIP. */
interface End {
  at: KernelMs;
  dead: boolean;
}

function endsByDirector(recording: Recording): Map<string, End[]> {
  const ends = new Map<string, End[]>();
  const add = (node: string, end: End) => ends.set(node, [...(ends.get(node) ?? []), end]);
  for (const { at, node, value } of recording.series('node-state'))
    if (value.state === 'dead') add(node, { at, dead: true });
  for (const { director, toMs } of holdings(recording))
    if (Number.isFinite(toMs)) add(director, { at: toMs, dead: false });
  return ends;
}

/** The adverts of one router above priority 0, cut where it ceased to be MASTER in between. */
function streamsOf(adverts: Observation<'advert'>[], ends: End[], advertMs: number): Observation<'advert'>[][] {
  const streams: Observation<'advert'>[][] = [];
  let open: Observation<'advert'>[] | null = null;
  for (const one of adverts) {
    const last = open?.at(-1);
    if (one.value.priority === 0) {
      open = null;
      continue;
    }
    if (open === null || last === undefined || isCut(last.at, one.at, ends, advertMs)) {
      open = [];
      streams.push(open);
    }
    open.push(one);
  }
  return streams;
}

function isCut(fromMs: KernelMs, toMs: KernelMs, ends: End[], advertMs: number): boolean {
  const between = ends.filter(({ at }) => at > fromMs && at < toMs);
  if (between.some(({ dead }) => dead)) return true;
  const silentMs = toMs - fromMs;
  // A VIP that is deleted behind keepalived's back does not end a stream that goes on in time.
  return silentMs > silenceIntervals * advertMs || (silentMs > overdueIntervals * advertMs && between.length > 0);
}

/** Whether an advert tells the sender of the other one to step back: a higher priority, or the higher address of equals. */
function goesBefore({ at, value }: Observation<'advert'>, other: Observation<'advert'>): boolean {
  if (at <= other.at || value.source === other.value.source) return false;
  if (value.priority !== other.value.priority) return value.priority > other.value.priority;
  return isHigherAddress(value.source, other.value.source);
}
