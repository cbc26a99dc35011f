import type { Bracket, KernelMs, Observation, Recording, VirtualService } from '../model.ts';
import { between } from '../stats/in-order.ts';
import type { Interval } from '../stats/intervals.ts';
import { once } from '../stats/once.ts';
import { serviceKey } from './destinations.ts';

/** When the prober really sent a request: its director decided about it then, give or take a millisecond. */
export function sentMs({ at, value }: Observation<'request'>): KernelMs {
  return at + value.lateMs;
}

/** The most that a request of the recording was sent after it was due, ms. */
const worstLatenessMs = once((requests: readonly Observation<'request'>[]) =>
  requests.reduce((worst, { value }) => Math.max(worst, value.lateMs), 0),
);

/** The requests to one virtual service that were sent in a window, in order. */
export function requestsSentIn(
  recording: Recording,
  service: VirtualService,
  window: Interval,
): Observation<'request'>[] {
  const key = serviceKey(service);
  const all = recording.series('request');
  return between(all, window.fromMs - worstLatenessMs(all) - 1, window.toMs)
    .filter((one) => one.value.service === key && sentMs(one) >= window.fromMs && sentMs(one) < window.toMs)
    .toSorted((a, b) => sentMs(a) - sentMs(b));
}

/**
 * What was certainly sent after the one and before the other: requests sent while it is not known which of the two
 * states the cluster was in say nothing of either.
 */
export function certainlyBetween(after: Bracket, before: Bracket): Interval {
  return { fromMs: after.latestMs, toMs: before.earliestMs };
}
