import type { KernelMs, ProbeSettings, Recording } from '../model.ts';
import { between } from '../stats/in-order.ts';
import type { OutageWindow } from '../stats/outage-window.ts';

/** Due requests in a row whose absence makes a trial invalid. */
const invalidDropIntervals = 5;

/** Lateness from which on a trial is invalid, in probe intervals. */
const invalidLatenessIntervals = 5;

/**
 * Lateness that never makes a trial invalid, ms: what the predictions themselves allow a takeover to be late. On one
 * virtual CPU a burst of answers after an outage, or a dying director, costs the prober up to 60 ms, whatever its
 * interval; it widens the error bound, which is shown.
 */
const toleratedLatenessMs = 100;

/** Lateness from which on a trial is invalid, ms. */
export function invalidLatenessMs(probe: Pick<ProbeSettings, 'intervalMs'>): number {
  return Math.max(invalidLatenessIntervals * probe.intervalMs, toleratedLatenessMs);
}

/**
 * Share of due requests that may be missing. Each widens the error bound by an interval; more than 1 in 100 means that
 * the prober did not keep its rate, and counts of requests are not to be trusted.
 */
const droppedShareLimit = 0.01;

/** A single stall of the machine makes some answers in a row late; so many prove nothing, however few requests there were. */
export const oneStallRequests = 5;

/** Whether the prober was so late that its trial says nothing. */
export function isProberTooLate(latenessMs: number, probe: Pick<ProbeSettings, 'intervalMs'>): boolean {
  return latenessMs > invalidLatenessMs(probe);
}

/** Whether so many due requests were never sent that counts of requests say nothing. */
export function hasHoles({
  requests,
  dropped,
  longestDrop,
}: Pick<OutageWindow, 'requests' | 'dropped' | 'longestDrop'>): boolean {
  return longestDrop > invalidDropIntervals || dropped > droppedShareLimit * (requests + dropped);
}

/**
 * How late the prober, which goes before all else on its node, was at worst with what it sent between two instants, ms: for
 * so long the machine stood still. 0 where it sent nothing.
 */
export function stalledMs(recording: Recording, fromMs: KernelMs, toMs: KernelMs): number {
  const meanwhile = between(recording.series('request'), fromMs, toMs);
  return meanwhile.reduce((worst, { value }) => Math.max(worst, value.lateMs), 0);
}

/** Whether it stood still for so long that what was not as predicted meanwhile says nothing of the cluster. */
export function hasStalled(recording: Recording, fromMs: KernelMs, toMs: KernelMs): boolean {
  return stalledMs(recording, fromMs, toMs) > invalidLatenessMs(recording.run.probe);
}
