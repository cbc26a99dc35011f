import type { Fault } from './fault.ts';
import { takeoverSeenMs } from './intervals.ts';
import { directorNames, healConfiguration, reloadAll } from './reload.ts';

/** What every operator's tool does daily, and what ought to be felt by nobody. */
export const fault: Fault = {
  facts: {
    name: 'reload-unchanged',
    summary: 'keepalived of every director reads its unchanged configuration again (SIGHUP)',
    colour: '#dc86f9',
    aim: 'master',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: takeoverSeenMs,
  inject: (context, atMs) => reloadAll(context, (topology) => topology, atMs),
  // It is over, and leaves nothing that could be seen: keepalived's word that it read its configuration is the proof.
  confirm: async (_, { evidence }) => ({
    confirmed: evidence !== '',
    evidence: evidence || 'nobody saw keepalived read its configuration again',
  }),
  heal: (context) => healConfiguration(context, directorNames(context)),
};
