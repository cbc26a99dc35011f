import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';

/** The smallest fault, to copy from. It does nothing and says so: a run of it proves nothing, so it ends `unknown`. */
export const fault: Fault = {
  facts: {
    name: 'noop',
    summary: 'nothing is done; shows that a drill without a fault is no pass',
    colour: '#7f8c8d',
    aim: 'master',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  inject: async (_, atMs) => ({ earliestMs: atMs, latestMs: atMs, evidence: 'nothing was done' }),
  confirm: async ({ target }) => ({ confirmed: false, evidence: `nothing was done to ${target}` }),
  heal: healDirector,
};
