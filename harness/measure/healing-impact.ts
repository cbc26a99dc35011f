import { answersThroughDirector } from '../inside.ts';
import { askedServices } from '../ipvs/services.ts';
import { staleNeighbourMs } from '../keepalived/neighbour-timing.ts';
import type { Range, Recording, TrialRecord, VirtualService } from '../model.ts';
import { outageWindow } from '../stats/outage-window.ts';
import { serviceKey } from './destinations.ts';
import { observedUntilMs, undisturbedUntilMs } from './instants.ts';
import { lastGarpMs, longestWrongEntry } from './neighbour-entry.ts';
import { partedMs } from './parted-vips.ts';
import { untouchedIntervals } from './predictions.ts';

/** What the end of a split brain cost the clients of a virtual service. */
export interface HealingImpact {
  requests: number;
  lost: number;
  /** From the last good request before the first lost one to the first good one after the last, ms; 0: none was lost. */
  outageMs: number;
  /** False: requests were lost to the end of what was recorded, so that it was longer than that. */
  over: boolean;
  /** Plus or minus, ms. */
  boundMs: number;
  predicted: Range;
  /** The director to which clients went on sending although it had stepped back, and for how long; null: there was none. */
  stale: { loser: string; forMs: number } | null;
}

/** An entry that is wrong for longer was not put right by a gratuitous ARP, ms. */
const passingMs = 1000;

/**
 * Null when it is not known when the fault was healed. A director that has stepped back still forwards what comes for the
 * VIP (`ip_forward`), so with direct routing and tunnels nobody notices that clients go on sending to it. With NAT the
 * answers must come back through the holder, and real servers were led astray by the same gratuitous ARPs as the clients:
 * nothing is answered until the kernels give their entries up (`neigh_timer_handler`), since keepalived's winner has not
 * heard the loser and does not announce itself (MEASURING 2.3d; `vrrp_state_master_rx`).
 */
export function healingImpactOf(
  recording: Recording,
  trial: TrialRecord,
  service: VirtualService,
): HealingImpact | null {
  const { run } = recording;
  const fromMs = trial.restored?.earliestMs ?? trial.healedAtMs;
  if (fromMs === null) return null;
  const toMs = trial.endedAtMs === null ? observedUntilMs(recording, trial) : undisturbedUntilMs(recording, trial);
  const window = { fromMs, toMs };
  const services = askedServices(run.topology).length;
  const key = serviceKey(service);
  const own = recording.series('request').filter(({ value }) => value.service === key);
  // Late answers are the machine's doing more often than the cluster's; here nothing else is lost.
  const intervalMs = run.probe.intervalMs * services;
  const seen = outageWindow(own, window, { ...run.probe, intervalMs, delayThresholdMs: Number.POSITIVE_INFINITY });
  const wrong = longestWrongEntry(recording, window);
  const lasting = wrong !== null && wrong.address === service.vip && wrong.toMs - wrong.fromMs > passingMs;
  const stale = lasting ? { loser: wrong.points, forMs: wrong.toMs - wrong.fromMs } : null;
  const announced = lasting && lastGarpMs(recording, wrong.holder, window) !== null;
  const none = { low: 0, high: untouchedIntervals * intervalMs + partedMs(recording, window) };
  const astray = { low: announced ? 0 : staleNeighbourMs.low, high: staleNeighbourMs.high };
  return {
    requests: seen.requests,
    lost: seen.lost,
    outageMs: seen.failoverTimeMs ?? toMs - (seen.lastGoodMs ?? fromMs),
    over: seen.failoverTimeMs !== null,
    boundMs: seen.boundMs,
    predicted: stale !== null && answersThroughDirector(service) ? astray : none,
    stale,
  };
}
