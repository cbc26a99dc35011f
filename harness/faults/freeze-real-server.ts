import type { Fault } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { silenceShowsMs } from './intervals.ts';
import { actOnTarget, sightOf } from './sight.ts';

/** A hang: the kernel goes on accepting connections, and nobody ever answers on them. */
export const fault: Fault = {
  facts: {
    name: 'freeze-real-server',
    summary: 'all processes of a real server are frozen (cgroup freezer): it accepts and never answers',
    colour: '#e699e6',
    aim: 'real-server',
    failure: 'hang',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
  },
  leaves: 'frozen',
  holdMs: silenceShowsMs,
  inject: (context, atMs) => actOnTarget(context, { do: 'freeze' }, atMs),
  async confirm(context) {
    const sight = await sightOf(context);
    if (sight === null || !sight.alive) return { confirmed: false, evidence: `${context.target} is dead, not frozen` };
    return {
      confirmed: sight.frozen,
      evidence: `the cgroup of ${context.target} is ${sight.frozen ? 'frozen' : 'not frozen'}`,
    };
  },
  heal: healRealServer,
};
