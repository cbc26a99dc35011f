import type { Fault, FaultContext, Injection } from './fault.ts';
import { healClient } from './heal-client.ts';
import { decidedMs, lengthTold, preparedWithinMs, requestKeys, seenWithinMs } from './known-length.ts';
import { queuePackets } from './packet-queue.ts';
import { comesTrue, linksOf } from './sight.ts';
import { readNetem } from './vrrp-queue.ts';

/** Of each packet: more than any threshold of a suite, and twice it is far below any deadline, ms. */
const delayMs = 100;

/** Nothing is lost and everything is late, for a known time: what counts lost requests alone sees no outage here. */
export const fault: Fault = {
  facts: {
    name: 'delay-requests',
    summary: `for a given time what clients send to the VIPs leaves the client ${delayMs} ms later (netem); nothing is lost`,
    colour: '#e07b9f',
    aim: 'client',
    knownOutage: 'delay',
    level: { unit: 'ms', default: 1000 },
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: preparedWithinMs,
  holdMs: (context) => context.level + 2 * delayMs + decidedMs,
  /** Returns when it is over. */
  inject(context, atMs) {
    // One queue for all of them, so that there is one filter to take away again.
    const [keys = ''] = requestKeys(context);
    return queuePackets(context, keys, `delay ${delayMs}ms`, atMs, context.level);
  },
  confirm: (context, injection) => comesTrue(() => look(context, injection), seenWithinMs),
  heal: healClient,
};

async function look(context: FaultContext, injection: Injection): Promise<{ holds: boolean; saw: string }> {
  const length = lengthTold(injection, context.level);
  const counts = await Promise.all(linksOf(context).map((address) => readNetem(context, address)));
  const sent = counts.reduce((sum, count) => sum + (count?.sent ?? 0), 0);
  const lost = counts.reduce((sum, count) => sum + (count?.lost ?? 0), 0);
  return {
    holds: length.holds && sent > 0 && lost === 0 && counts.every((count) => count !== null),
    saw: `netem of ${context.target} held up ${sent} packets to the VIPs by ${delayMs} ms each, ${length.saw}, and dropped ${lost}`,
  };
}
