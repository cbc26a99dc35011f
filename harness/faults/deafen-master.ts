import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { filterIncoming } from './ingress-filter.ts';
import { takeoverSeenMs } from './intervals.ts';
import { confirmDropsOfMaster } from './test-advert.ts';

/** The half of a split brain that nobody notices: a master has nothing to hear as long as no other pretends to be one. */
export const fault: Fault = {
  facts: {
    name: 'deafen-master',
    summary: 'adverts no longer reach the master (tc drops VRRP that comes in)',
    colour: '#8f2424',
    aim: 'master',
    hearing: 'master-deaf',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: takeoverSeenMs,
  inject: (context, atMs) => filterIncoming(context, 'vrrp', 'drop', atMs),
  confirm: confirmDropsOfMaster,
  heal: healDirector,
};
