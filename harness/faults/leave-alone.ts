import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { linkTroubles } from './link-repair.ts';
import { initPidOf } from './sight.ts';

/**
 * Nothing, on purpose and confirmed: whatever requests feel meanwhile is the instrument's doing, or the machine's. Unlike
 * `noop`, which proves that a fault that does nothing proves nothing.
 */
export const fault: Fault = {
  facts: {
    name: 'leave-alone',
    summary: 'nothing is done for a given time; what requests feel meanwhile is the instrument, or the machine',
    colour: '#95b8a2',
    aim: 'master',
    knownOutage: 'nothing',
    level: { unit: 'ms', default: 60_000 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: ({ level }) => level,
  async inject(context, atMs) {
    await initPidOf(context);
    return { earliestMs: atMs, latestMs: atMs, evidence: `${context.target} is left alone` };
  },
  async confirm(context, { evidence }) {
    const { cluster, target } = context;
    if (evidence === '' || (await cluster.node(target).initPid()) === null)
      return { confirmed: false, evidence: `nobody says that ${target} was left alone` };
    const troubles = await linkTroubles(context);
    return {
      confirmed: troubles.length === 0,
      evidence: `${evidence}: ${troubles.length} filters and queues on its links`,
    };
  },
  heal: healDirector,
};
