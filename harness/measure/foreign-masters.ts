import { masterDownIntervalMs } from '../keepalived/timing.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { Bracket, Director, KernelMs, Range, Recording, Run, Stranger } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { holdings } from './holders.ts';
import { advertsOfRouters } from './routers.ts';

/** A router that is none of the cluster's directors and advertises its virtual router id. */
export interface ForeignRouter {
  name: string | null;
  address: string;
  /** The highest it advertised. */
  priority: number;
  firstMs: KernelMs;
}

/** Foreign routers that sent adverts of priority above 0 in a window, the highest priority first. */
export function foreignRouters(recording: Recording, window: Interval): ForeignRouter[] {
  const { directors, strangers = [] } = recording.run.topology;
  const routers = new Map<string, ForeignRouter>();
  for (const { at, value } of advertsOfRouters(recording)) {
    const { source: address, priority } = value;
    if (at < window.fromMs || at >= window.toMs || priority === 0) continue;
    if (directors.some((one) => one.address === address)) continue;
    const name = strangers.find((one) => one.address === address)?.name ?? null;
    const known = routers.get(address) ?? { name, address, priority: 0, firstMs: at };
    routers.set(address, { ...known, priority: Math.max(known.priority, priority) });
  }
  return [...routers.values()].sort((a, b) => b.priority - a.priority);
}

/**
 * Whether keepalived takes an advert with other VIPs than its own for one of its virtual router: from 2.3.3 on it only
 * logs the difference; before, it discarded the packet (`vrrp_check_packet`, changed by "vrrp: Implement logging
 * rate-limiting specified by RFC 9568", February 2025). Null for a version that cannot be read.
 */
export function takesForeignVips(keepalived: string): boolean | null {
  const number = versionNumber(keepalived);
  if (number === null) return null;
  const [major = 0, minor = 0, patch = 0] = number.split('.').map(Number);
  return major * 10_000 + minor * 100 + patch >= 20_303;
}

/** `2.3.3` of `Keepalived v2.3.3 (03/30,2025)`; null where there is none. */
export function versionNumber(keepalived: string): string | null {
  return /\d+\.\d+\.\d+/.exec(keepalived)?.[0] ?? null;
}

/**
 * What becomes of a cluster beside which another one starts.
 * `apart`: it has another virtual router id. `stands-aside`: its adverts would count, but the own master goes before it,
 * so it stays BACKUP and never serves its own VIP. `takes-over`: it goes before the own master, which gives up its VIP
 * although nobody else has that. `side-by-side`: both discard each other's adverts, and each has a MASTER.
 */
export type Collision = 'apart' | 'stands-aside' | 'takes-over' | 'side-by-side';

/** Of the strangers: the one that counts, what happens, and when its first advert comes. */
export interface CollisionPrediction {
  kind: Collision;
  stranger: Stranger | null;
  /** First advert as MASTER; null where it sends none. */
  firstAdvert: Bracket | null;
}

/** Two that are started together were seen to take 160 ms from their first process to their timers; a laden lab longer. */
const startUpAllowanceMs = 500;

/** Only so many characters of a password are in the packet (RFC 2338 5.3.10). */
const passwordLength = 8;

/**
 * Predicts the collision with the topology's strangers; null where the version of keepalived cannot be read, on which it
 * depends. Strangers start as BACKUP and preempt lower priorities only; they take over their master-down interval after
 * keepalived's start.
 */
export function predictCollision(run: Run, master: Director, effective: Bracket): CollisionPrediction | null {
  const { vrrp, strangers = [] } = run.topology;
  const [stranger = null] = strangers
    .filter(({ virtualRouterId }) => virtualRouterId === (master.virtualRouterId ?? vrrp.virtualRouterId))
    .toSorted((a, b) => b.priority - a.priority);
  if (stranger === null) return { kind: 'apart', stranger, firstAdvert: null };
  const accepts = takesForeignVips(run.versions.keepalived);
  if (accepts === null) return null;
  const downMs = masterDownIntervalMs(vrrp, stranger.priority);
  const firstAdvert = {
    earliestMs: effective.earliestMs + downMs,
    latestMs: effective.latestMs + downMs + startUpAllowanceMs,
  };
  const secret = (password: string | undefined) => password?.slice(0, passwordLength);
  const trusted = vrrp.version === 3 || secret(stranger.password) === secret(master.password ?? vrrp.password);
  if (!accepts || !trusted) return { kind: 'side-by-side', stranger, firstAdvert };
  if (stranger.priority <= master.priority) return { kind: 'stands-aside', stranger, firstAdvert: null };
  return { kind: 'takes-over', stranger, firstAdvert };
}

/** Time from that advert to the end of the window, ms. */
export function timeFrom(firstAdvert: Bracket, window: Interval): Range {
  return {
    low: Math.max(0, window.toMs - firstAdvert.latestMs),
    high: Math.max(0, window.toMs - firstAdvert.earliestMs),
  };
}

/** Time inside the window for which nobody held a VIP, ms; of several VIPs the worst. Null: nobody watched. */
export function unheldMs(recording: Recording, window: Interval): number | null {
  if (recording.series('vip-holder').length === 0) return null;
  const held = holdings(recording);
  const vips = floatingAddressesOf(recording.run.topology);
  return Math.max(
    ...vips.map((vip) => {
      const own = held.filter(({ address }) => address === vip).toSorted((a, b) => a.fromMs - b.fromMs);
      let coveredToMs = window.fromMs;
      let gapMs = 0;
      for (const { fromMs, toMs } of own) {
        gapMs += Math.max(0, Math.min(fromMs, window.toMs) - coveredToMs);
        coveredToMs = Math.max(coveredToMs, Math.min(toMs, window.toMs));
      }
      return gapMs + window.toMs - coveredToMs;
    }),
  );
}
