import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { KernelMs, Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { holdings } from './holders.ts';
import { lastingMasterships } from './masters.ts';

/** Until when a cluster was not what it should be: one MASTER, and one holder of each VIP. */
export interface Settling {
  /** The last instant with none or several of the cluster's own MASTERs; null: there was one all the while. */
  mastersUntilMs: KernelMs | null;
  /** The last instant with none or several holders of a VIP; null: there was one all the while. */
  holdersUntilMs: KernelMs | null;
}

/** When each of the two was last wrong in the window; null when nobody watched the holders, or no advert was recorded. */
export function settlingIn(recording: Recording, window: Interval): Settling | null {
  const masters = lastingMasterships(recording).filter(({ router }) => router.own);
  const held = holdings(recording);
  if (masters.length === 0 || held.length === 0) return null;
  const vips = floatingAddressesOf(recording.run.topology);
  const untilMs = vips.map((vip) =>
    lastNotOne(
      held.filter(({ address }) => address === vip),
      window,
    ),
  );
  const known = untilMs.filter((at) => at !== null);
  return {
    mastersUntilMs: lastNotOne(masters, window),
    holdersUntilMs: known.length === 0 ? null : Math.max(...known),
  };
}

/** The end of the last time in the window that not exactly one of the intervals covers; null when one always does. */
function lastNotOne(intervals: readonly Interval[], window: Interval): KernelMs | null {
  const edges = intervals.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const inside = edges.filter((at) => at > window.fromMs && at < window.toMs);
  const instants = [...new Set([window.fromMs, ...inside, window.toMs])].sort((a, b) => a - b);
  for (let index = instants.length - 2; index >= 0; index -= 1) {
    const at = instants[index] ?? 0;
    const covering = intervals.filter(({ fromMs, toMs }) => fromMs <= at && at < toMs).length;
    if (covering !== 1) return instants[index + 1] ?? null;
  }
  return null;
}
