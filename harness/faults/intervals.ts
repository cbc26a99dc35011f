import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import type { FaultContext } from './fault.ts';

/** keepalived sends its gratuitous ARPs a second time this long after a takeover, ms (`garp_master_delay`). */
const secondGarpsMs = 5000;
/** For what happens at the end of an interval to be seen, ms. */
const observeMs = 1000;
/**
 * The probe of long connections asks every 0.3 s and gives one up after the longest takeover, four advertisement
 * intervals at most, and 5 s without an answer (harness/probes/connections.ts), ms.
 */
const connectionGivenUpMs = 7000;

/** Interval between the adverts of the cluster's directors as keepalived rounds it, ms. */
export function advertMs({ cluster }: Pick<FaultContext, 'cluster'>): number {
  return usedAdvertIntervalMs(cluster.topology.vrrp);
}

/** After this much silence the slowest of the directors has taken over, ms. */
export function takeoverMs({ cluster }: Pick<FaultContext, 'cluster'>): number {
  const { vrrp, directors } = cluster.topology;
  const timing = { version: vrrp.version, advertIntervalMs: usedAdvertIntervalMs(vrrp) };
  return Math.max(...directors.map(({ priority }) => masterDownIntervalMs(timing, priority)));
}

/** Long enough to see that a takeover follows, or does not, ms. */
export function takeoverSeenMs(context: FaultContext): number {
  return takeoverMs(context) + observeMs;
}

/** Long enough for two masters to have sent all their gratuitous ARPs: the last one owns the clients (MEASURING 2.3d), ms. */
export function splitBrainMs(context: FaultContext): number {
  return takeoverMs(context) + secondGarpsMs + observeMs;
}

/** Long enough for established connections that meet silence to be given up, ms. */
export function silenceShowsMs(context: FaultContext): number {
  return 4 * advertMs(context) + connectionGivenUpMs;
}
