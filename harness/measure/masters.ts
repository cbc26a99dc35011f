import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { isHigherAddress } from '../keepalived/election.ts';
import type { KernelMs, Observation, Recording } from '../model.ts';
import { type Interval, overlapMs } from '../stats/intervals.ts';
import { once } from '../stats/once.ts';
import { holdings } from './holders.ts';
import { advertsOfRouters, type Router, routersOf } from './routers.ts';

/** A time during which a router was MASTER of the virtual router. */
export interface Mastership extends Interval {
  router: Router;
}

/** A silence longer than that many intervals ends a mastership: a backup waits so long, and its skew time. */
const silenceIntervals = 3;

/** An advert that is later than that many intervals after the one before is worth asking what happened in between. */
const overdueIntervals = 1.5;

/**
 * Who was MASTER when, by adverts, in the order in which it began: every router that sent adverts of the virtual router,
 * foreign ones too, and of the cluster's own directors also those with a virtual router id of their own. Each advert of a
 * priority above 0 says "I am MASTER" until the next one. A stream ends with an advert of priority 0, the death of its
 * director, or silence; silence counts from the instant at which the director gave up the VIP, or at which a router that
 * goes before it spoke, or at which its next advert was due, whichever came first. What is dropped at a director's ingress
 * was on the wire all the same.
 */
export const masterships = once((recording: Recording): readonly Mastership[] =>
  perRouter(recording, ({ router, own, all, ends, advertMs }) =>
    streamsOf(own, all, ends, advertMs).map(({ first, last }) => {
      const candidates = [
        last.at + advertMs,
        ...farewells(own),
        ...ends.map(({ at }) => at),
        ...all.filter((other) => goesBefore(other, last)).map(({ at }) => at),
      ];
      return { router, fromMs: first.at, toMs: Math.min(...candidates.filter((at) => at >= last.at)) };
    }),
  ),
);

/**
 * The same where keepalived is known to run all the while, so that one that falls silent is MASTER still. Two that
 * discard each other's adverts silence one another: keepalived starts its advert timer anew with every packet of its
 * virtual router that comes in, the discarded ones too (`vrrp_dispatcher_read`, 2.3.3), and only the one that is a
 * millisecond earlier is heard. An own director is MASTER from its advert until it gives up the VIP; a foreign router,
 * whose VIP nobody watches, until its last advert. Without a watcher of the VIPs the adverts alone tell.
 */
export const lastingMasterships = once((recording: Recording): readonly Mastership[] => {
  const byAdverts = masterships(recording);
  if (recording.series('vip-holder').length === 0) return byAdverts;
  return perRouter(recording, ({ router, own, ends }) => {
    const streams = byAdverts.filter((one) => one.router.address === router.address);
    const goodbyes = farewells(own);
    const lasting: Mastership[] = [];
    for (const { fromMs, toMs } of streams) {
      const before = lasting.at(-1);
      const gaveUp = [...goodbyes, ...ends.map(({ at }) => at)].filter((at) => at > fromMs);
      const untilMs =
        gaveUp.length > 0 || router.own ? Math.min(...gaveUp) : Math.max(...streams.map((one) => one.toMs));
      if (before !== undefined && fromMs <= before.toMs) before.toMs = Math.max(before.toMs, toMs, untilMs);
      else lasting.push({ router, fromMs, toMs: Math.max(toMs, untilMs) });
    }
    return lasting;
  });
});

/** Time inside the window with more than one lasting MASTER, ms: of the cluster's own directors, or of all routers. */
export function dualMasterMs(recording: Recording, window: Interval, whose: 'own' | 'all' = 'own'): number {
  const concerned = lastingMasterships(recording).filter(({ router }) => router.own || whose === 'all');
  return overlapMs(concerned, window);
}

/** The cluster's own directors that were lasting MASTERs at that instant, sorted by name. */
export function mastersAt(recording: Recording, atMs: KernelMs): string[] {
  const then = lastingMasterships(recording).filter(
    ({ router, fromMs, toMs }) => router.own && fromMs <= atMs && atMs < toMs,
  );
  return [...new Set(then.map(({ router }) => router.name))].sort();
}

/** The own directors whose streams of adverts went on at that instant, sorted by name. */
export function advertisersAt(recording: Recording, atMs: KernelMs): string[] {
  const then = masterships(recording).filter(({ router, fromMs, toMs }) => router.own && fromMs <= atMs && atMs < toMs);
  return [...new Set(then.map(({ router }) => router.name))].sort();
}

/** What one router said, among all, and what ended it. */
interface Voice {
  router: Router;
  own: Observation<'advert'>[];
  all: readonly Observation<'advert'>[];
  ends: End[];
  advertMs: number;
}

/** A director died, or gave up a VIP. */
interface End {
  at: KernelMs;
  dead: boolean;
}

function perRouter(recording: Recording, made: (voice: Voice) => Mastership[]): Mastership[] {
  const all = advertsOfRouters(recording);
  const advertMs = usedAdvertIntervalMs(recording.run.topology.vrrp);
  const deaths = recording.series('node-state').filter(({ value }) => value.state === 'dead');
  const held = holdings(recording).filter(({ toMs }) => Number.isFinite(toMs));
  return routersOf(recording, all)
    .flatMap((router) => {
      const own = all.filter(({ value }) => value.source === router.address);
      const ends = [
        ...deaths.filter(({ node }) => node === router.name).map(({ at }) => ({ at, dead: true })),
        ...held.filter(({ director }) => director === router.name).map(({ toMs }) => ({ at: toMs, dead: false })),
      ];
      return made({ router, own, all, ends, advertMs });
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** Adverts of priority 0: "I am leaving". */
function farewells(adverts: readonly Observation<'advert'>[]): KernelMs[] {
  return adverts.filter(({ value }) => value.priority === 0).map(({ at }) => at);
}

/** First and last advert of each time in which a router was MASTER. */
interface Stream {
  first: Observation<'advert'>;
  last: Observation<'advert'>;
}

function streamsOf(
  adverts: readonly Observation<'advert'>[],
  all: readonly Observation<'advert'>[],
  ends: readonly End[],
  advertMs: number,
): Stream[] {
  const streams: Stream[] = [];
  let open: Stream | null = null;
  for (const one of adverts) {
    if (one.value.priority === 0) {
      open = null;
    } else if (open === null || isCut(open.last, one.at, all, ends, advertMs)) {
      open = { first: one, last: one };
      streams.push(open);
    } else {
      open.last = one;
    }
  }
  return streams;
}

function isCut(
  last: Observation<'advert'>,
  toMs: KernelMs,
  all: readonly Observation<'advert'>[],
  ends: readonly End[],
  advertMs: number,
): boolean {
  const fromMs = last.at;
  const between = ends.filter(({ at }) => at > fromMs && at < toMs);
  if (between.some(({ dead }) => dead)) return true;
  const silentMs = toMs - fromMs;
  // Sent back, it gave up the VIP, and may have come again before its next advert would have been overdue.
  if (between.length > 0 && all.some((other) => other.at < toMs && goesBefore(other, last))) return true;
  // A VIP that is deleted behind keepalived's back does not end a stream that goes on in time.
  return silentMs > silenceIntervals * advertMs || (silentMs > overdueIntervals * advertMs && between.length > 0);
}

/** Whether an advert tells the sender of the other one to step back: a higher priority, or the higher address of equals. */
function goesBefore({ at, value }: Observation<'advert'>, other: Observation<'advert'>): boolean {
  if (at <= other.at || value.source === other.value.source) return false;
  if (value.priority !== other.value.priority) return value.priority > other.value.priority;
  return isHigherAddress(value.source, other.value.source);
}
