import { vipsOf } from '../keepalived/vips.ts';
import type { KernelMs, Range } from '../model.ts';
import type { FaultContext, Injection } from './fault.ts';

/** Time for the acts of both edges to be prepared before the first is due, ms: starting a `tc` costs a busy lab 50. */
export const preparedWithinMs = 500;
/** As far as an outage may be from the length that was asked for and still be one of that length, ms: its true one counts. */
const lengthBoundMs = 25;
/** Requests that are due at the end of what was done are decided by then, ms. */
export const decidedMs = 600;

/** A packet that filters and queues have counted is waited for so long, ms. */
export const seenWithinMs = 500;

/** Of the requests to all services, as tc-flower(8) tells them from what directors and health checkers say. */
export function requestKeys({ cluster }: Pick<FaultContext, 'cluster'>): string[] {
  return vipsOf(cluster.topology).map((vip) => `ip_proto tcp dst_ip ${vip}`);
}

/** From when to when something is to be done that lasts `level` ms, so that both acts can still be prepared. */
export async function dueEdges(
  { cluster, level }: Pick<FaultContext, 'cluster' | 'level'>,
  atMs: KernelMs,
): Promise<{ fromMs: KernelMs; toMs: KernelMs }> {
  const { atMs: nowMs } = await cluster.hand.now();
  const fromMs = Math.max(atMs, nowMs + preparedWithinMs / 2);
  return { fromMs, toMs: fromMs + level };
}

/**
 * Both edges, whichever was struck first. Throws what either threw, once both are over: an act that is left behind could
 * end another fault.
 */
export async function bothEdges(begin: Promise<Injection>, end: Promise<Injection>): Promise<Injection> {
  const [begun, ended] = await Promise.allSettled([begin, end]);
  if (begun.status === 'rejected') throw begun.reason;
  if (ended.status === 'rejected') throw ended.reason;
  const { earliestMs, latestMs } = ended.value;
  return { ...begun.value, ended: { earliestMs, latestMs } };
}

/** How long it lasted, in words, and whether that is what was asked for. */
export function lengthTold({ earliestMs, latestMs, evidence, ended }: Injection, level: number) {
  if (ended === undefined || evidence === '') return { holds: false, saw: 'nobody saw it begin and end' };
  const lasted: Range = { low: ended.earliestMs - latestMs, high: ended.latestMs - earliestMs };
  const off = Math.abs((lasted.low + lasted.high) / 2 - level);
  const told = `for ${lasted.low.toFixed(2)} to ${lasted.high.toFixed(2)} ms`;
  const holds = off <= Math.min(lengthBoundMs, level / 2);
  return { holds, saw: holds ? told : `${told}, which is not the ${level} ms that were asked for` };
}
