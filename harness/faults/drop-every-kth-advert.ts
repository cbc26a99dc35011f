import type { Fault } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { confirmDrops, filterIncoming } from './ingress-filter.ts';
import { advertMs } from './intervals.ts';

/** A path that loses packets regularly: as long as two of three adverts in a row come through, nothing may happen. */
export const fault: Fault = {
  facts: {
    name: 'drop-every-kth-advert',
    summary: 'every k-th advert does not reach the backup (tc drops VRRP that comes in)',
    colour: '#db708b',
    aim: 'backup',
    hearing: 'thinned',
    level: { unit: 'adverts per lost one', default: 2 },
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  // Three losses, and the silence after the last of them.
  holdMs: (context) => (3 * context.level + 2) * advertMs(context),
  // gact counts packets and acts on those whose number k divides (`gact_determ`).
  inject: (context, atMs) => filterIncoming(context, 'vrrp', `pass random determ drop ${context.level}`, atMs),
  confirm: (context) => confirmDrops(context, 'adverts', (context.level + 1) * advertMs(context)),
  heal: healDirector,
};
