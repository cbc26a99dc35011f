import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { confirmDrops, filterIncoming } from './ingress-filter.ts';
import { advertMs, splitBrainMs } from './intervals.ts';

/** Half a split brain: the backup takes over from a master that lives, and hears it. */
export const fault: Fault = {
  facts: {
    name: 'deafen-backup',
    summary: 'adverts no longer reach the backup (tc drops VRRP that comes in)',
    colour: '#2eb82e',
    aim: 'backup',
    hearing: 'target-deaf',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: splitBrainMs,
  inject: (context, atMs) => filterIncoming(context, 'vrrp', 'drop', atMs),
  confirm: (context) => confirmDrops(context, 'adverts', 2 * advertMs(context)),
  heal: healDirector,
};
