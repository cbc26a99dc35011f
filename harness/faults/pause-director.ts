import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { actOnTarget, sightOf } from './sight.ts';

/** A freeze (of a virtual machine, say, while it migrates): no process runs, but the kernel goes on forwarding. */
export const fault: Fault = {
  facts: {
    name: 'pause-director',
    summary: 'all processes of the director are frozen (cgroup freezer); the VIP stays behind',
    colour: '#0bdaa6',
    aim: 'master',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'frozen',
  inject: (context, atMs) => actOnTarget(context, { do: 'freeze' }, atMs),
  async confirm(context) {
    const sight = await sightOf(context);
    if (sight === null || !sight.alive) return { confirmed: false, evidence: `${context.target} is dead, not frozen` };
    return {
      confirmed: sight.frozen,
      evidence: `the cgroup of ${context.target} is ${sight.frozen ? 'frozen' : 'not frozen'}`,
    };
  },
  heal: healDirector,
};
