import { vipsOf } from '../keepalived/vips.ts';
import type { Range } from '../model.ts';
import type { FaultContext, Injection } from './fault.ts';

/** Time for the act to be prepared before it is due, ms: starting a `tc` costs a busy lab 50. */
export const preparedWithinMs = 500;
/**
 * As far as an outage may be from the length that was asked for and still be one of that length, ms, or as a share of it,
 * whichever is more: its true one counts.
 */
const lengthBound = { ms: 25, share: 0.05 };
/** Requests that are due at the end of what was done are decided by then, ms. */
export const decidedMs = 600;

/** A packet that filters and queues have counted is waited for so long, ms. */
export const seenWithinMs = 500;

/** Of the requests to all services, as tc-flower(8) tells them from what directors and health checkers say. */
export function requestKeys({ cluster }: Pick<FaultContext, 'cluster'>): string[] {
  return vipsOf(cluster.topology).map((vip) => `ip_proto tcp dst_ip ${vip}`);
}

/** How long it lasted, in words, and whether that is what was asked for. */
export function lengthTold({ earliestMs, latestMs, evidence, ended }: Injection, level: number) {
  if (ended === undefined || evidence === '') return { holds: false, saw: 'nobody saw it begin and end' };
  const lasted: Range = { low: ended.earliestMs - latestMs, high: ended.latestMs - earliestMs };
  const off = Math.abs((lasted.low + lasted.high) / 2 - level);
  const told = `for ${lasted.low.toFixed(2)} to ${lasted.high.toFixed(2)} ms`;
  const holds = off <= Math.min(Math.max(lengthBound.ms, lengthBound.share * level), level / 2);
  return { holds, saw: holds ? told : `${told}, which is not the ${level} ms that were asked for` };
}
