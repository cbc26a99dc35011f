import type { Fault, FaultContext, Injection } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { dropIncomingFor, filterIncoming, type LinkCounts, readIncoming } from './ingress-filter.ts';
import { decidedMs, lengthTold, preparedWithinMs, requestKeys, seenWithinMs } from './known-length.ts';
import { comesTrue } from './sight.ts';

/** An outage of known length on the path, to find out how wrong the measured one is; with 0 ms the filter lets all past. */
export const fault: Fault = {
  facts: {
    name: 'drop-requests',
    summary: 'for a given time nothing of what clients send to the VIPs reaches the master (tc drops it)',
    colour: '#c2185b',
    aim: 'master',
    knownOutage: 'path',
    level: { unit: 'ms', default: 303 },
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: preparedWithinMs,
  holdMs: (context) => context.level + decidedMs,
  /** Returns when it is over. */
  inject(context, atMs) {
    const keys = requestKeys(context);
    if (context.level === 0) return filterIncoming(context, keys, 'pass', atMs);
    return dropIncomingFor(context, keys, context.level, atMs);
  },
  confirm: (context, injection) => comesTrue(() => look(context, injection), seenWithinMs),
  heal: healDirector,
};

/** What the filters of all links have counted together: only one of them has requests to meet. */
async function look(context: FaultContext, injection: Injection): Promise<{ holds: boolean; saw: string }> {
  const { level, target } = context;
  const links = await readIncoming(context);
  const there = links.length > 0 && links.every(({ ours }) => ours !== null);
  if (!there) return { holds: false, saw: `no filter is in the way of what comes in to ${target}` };
  const sum = (of: (link: LinkCounts) => number | undefined) => links.reduce((all, link) => all + (of(link) ?? 0), 0);
  const met = sum(({ ours }) => ours?.packets);
  const dropped = sum(({ ours }) => ours?.drops);
  const since = sum(({ past }) => past?.packets);
  const told = `the filter of ${target} has dropped ${dropped} of ${met} packets to the VIPs`;
  if (level === 0) return { holds: dropped === 0 && met > 0, saw: `${told}, as was asked for` };
  const length = lengthTold(injection, level);
  return {
    holds: dropped > 0 && since > 0 && length.holds,
    saw: `${told}, ${length.saw}; ${since} have passed since`,
  };
}
