import type { ProbeSettings } from '../model.ts';

/** Due requests in a row whose absence makes a trial invalid. */
export const invalidDropIntervals = 5;

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
export const droppedShareLimit = 0.01;

/** A single stall of the machine makes some answers in a row late; so many prove nothing, however few requests there were. */
export const oneStallRequests = 5;

/** Whether the prober was so late that its trial says nothing. */
export function isProberTooLate(latenessMs: number, probe: Pick<ProbeSettings, 'intervalMs'>): boolean {
  return latenessMs > invalidLatenessMs(probe);
}
