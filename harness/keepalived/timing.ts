import type { Director, Range, VrrpInstance } from '../model.ts';
import { usedAdvertIntervalMs, type VrrpTiming } from './advert-interval.ts';

/** Adverts that may be missed before a backup takes over: keepalived's default `down_timer_adverts`, fixed by RFC 3768 6.1. */
const downTimerAdverts = 3;

const usPerMs = 1000;

/**
 * Skew time of a router of this priority, ms: the handicap by which a lower priority waits longer.
 * Integer microseconds as keepalived computes it (`VRRP_TIMER_SKEW`): version 2 by RFC 3768 6.1, where it does not
 * depend on the interval; version 3 by RFC 5798 6.1, where it scales with it.
 */
export function skewTimeMs(vrrp: VrrpTiming, priority: number): number {
  const handicap = 256 - priority;
  if (vrrp.version === 2) return Math.floor((handicap * 1_000_000) / 256) / usPerMs;
  const centiseconds = Math.floor(advertIntervalUs(vrrp) / 10_000);
  return Math.floor((handicap * centiseconds * 625) / 16) / usPerMs;
}

/**
 * Master-down interval of a router of this priority, ms: the silence after which it takes over (RFC 3768 6.1, RFC 5798 6.1).
 * The priority is that of the router that takes over, not of the one that fell silent.
 */
export function masterDownIntervalMs(vrrp: VrrpTiming, priority: number): number {
  const skewUs = Math.round(skewTimeMs(vrrp, priority) * usPerMs);
  return (downTimerAdverts * advertIntervalUs(vrrp) + skewUs) / usPerMs;
}

function advertIntervalUs(vrrp: VrrpTiming): number {
  return Math.round(usedAdvertIntervalMs(vrrp) * usPerMs);
}

/**
 * How long after a silent failure the survivor takes over, ms: the master-down interval less the time since the last
 * advert, which counts from there (MEASURING 2.3a).
 */
export function silentTakeoverMs(vrrp: VrrpTiming, survivorPriority: number, sinceLastAdvertMs: number): number {
  return masterDownIntervalMs(vrrp, survivorPriority) - sinceLastAdvertMs;
}

/** The same for a failure at an unknown instant between two adverts, ms. */
export function silentTakeoverRangeMs(vrrp: VrrpTiming, survivorPriority: number): Range {
  const highest = masterDownIntervalMs(vrrp, survivorPriority);
  return { low: highest - usedAdvertIntervalMs(vrrp), high: highest };
}

/** How long after an advert of priority 0 the survivor takes over, ms (RFC 3768 6.4.2, RFC 5798 6.4.2). */
export function gracefulTakeoverMs(vrrp: VrrpTiming, survivorPriority: number): number {
  return skewTimeMs(vrrp, survivorPriority);
}

/**
 * How long after its start a preempting router becomes MASTER, ms: start-up plus its own master-down interval,
 * because lower adverts do not reset its timer (MEASURING 2.3e).
 */
export function preemptionMs(vrrp: VrrpTiming, ownPriority: number, startUpMs: number): number {
  return startUpMs + masterDownIntervalMs(vrrp, ownPriority);
}

/** The priority of an address owner (RFC 3768 5.3.4, `VRRP_PRIO_OWNER`). */
const ownerPriority = 255;

/**
 * Whether a router becomes MASTER as soon as it has started: keepalived asks for priority 255 *and* initial state MASTER
 * (`vrrp_init_state`). With either alone it waits for its master-down interval like any other: 3.00 s were measured with
 * priority 255 and initial state BACKUP, 0.09 s with MASTER. In a `vrrp_sync_group` it is the same: members that would
 * start as MASTER with a lower priority are made BACKUP before that (`vrrp_complete_init`); 3.7 s were measured, not the
 * advertisement interval and 1/256 of skew that `vrrp_init_state` has for them.
 */
export function takesOverAtOnce(director: Pick<Director, 'priority' | 'initialState'>): boolean {
  return director.priority === ownerPriority && director.initialState === 'MASTER';
}

/**
 * How long after its start a router with preemption takes over from a MASTER of lower priority, ms. With
 * `preempt_delay` it accepts the lower adverts until the delay, which runs from the first of them, is over; each resets
 * its timer (`vrrp_state_backup`). So: start-up, then W until the first advert, uniform over one interval, then
 * `(ceil(D/A) - 1) * A + M` (MEASURING 2.3e: 5.609 .. 6.609 s for D = 3 s, A = 1 s, priority 100; measured 5.926 s).
 * Where D is a multiple of A, the last advert comes just when the delay ends: one that is early counts, and adds A.
 */
export function preemptionRangeMs(
  vrrp: VrrpTiming & Pick<VrrpInstance, 'preemptDelayMs'>,
  director: Pick<Director, 'priority' | 'initialState'>,
  startUpMs: number,
): Range {
  if (takesOverAtOnce(director)) return { low: startUpMs, high: startUpMs };
  const { preemptDelayMs = 0 } = vrrp;
  const advertIntervalMs = usedAdvertIntervalMs(vrrp);
  const withoutDelayMs = preemptionMs(vrrp, director.priority, startUpMs);
  if (preemptDelayMs === 0) return { low: withoutDelayMs, high: withoutDelayMs };
  const acceptedMs = (Math.ceil(preemptDelayMs / advertIntervalMs) - 1) * advertIntervalMs;
  return { low: withoutDelayMs + acceptedMs, high: withoutDelayMs + acceptedMs + advertIntervalMs };
}
