import type { ProbeSettings } from '../model.ts';

/** Lateness from which on a trial is invalid, in probe intervals (MEASURING 1.4). */
export const invalidLatenessIntervals = 5;

/**
 * Share of due requests that may be missing. Each widens the error bound by an interval; more than 1 in 100 means that
 * the prober did not keep its rate, and counts of requests are not to be trusted.
 */
export const droppedShareLimit = 0.01;

/** Whether the prober was so late that its trial says nothing. */
export function isProberTooLate(latenessMs: number, probe: Pick<ProbeSettings, 'intervalMs'>): boolean {
  return latenessMs > invalidLatenessIntervals * probe.intervalMs;
}
