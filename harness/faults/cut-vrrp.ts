import type { Fault } from './fault.ts';
import { healDirectors } from './heal-director.ts';
import { confirmDrops, filterIncoming } from './ingress-filter.ts';
import { advertMs, splitBrainMs } from './intervals.ts';
import { directorNames } from './reload.ts';
import { spanOf } from './sight.ts';
import { confirmDropsOfMaster } from './test-advert.ts';

/** Split brain: no director hears another, and each is MASTER. */
export const fault: Fault = {
  facts: {
    name: 'cut-vrrp',
    summary: 'adverts reach no director any more, either way (tc drops VRRP that comes in)',
    colour: '#c025f4',
    aim: 'master',
    hearing: 'all-deaf',
    detection: 'silent',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  holdMs: splitBrainMs,
  async inject(context, atMs) {
    const { cluster } = context;
    const done = await Promise.all(
      directorNames(context).map((target) => filterIncoming({ cluster, target }, 'vrrp', 'drop', atMs)),
    );
    return { ...spanOf(done), evidence: done.map(({ evidence }) => evidence).join('; ') };
  },
  async confirm(context) {
    const { cluster } = context;
    const seen = await Promise.all(
      directorNames(context).map((target) =>
        target === context.target
          ? confirmDropsOfMaster({ cluster, target })
          : confirmDrops({ cluster, target }, 'adverts', 2 * advertMs(context)),
      ),
    );
    return {
      confirmed: seen.every(({ confirmed }) => confirmed),
      evidence: seen.map(({ evidence }) => evidence).join('; '),
    };
  },
  heal: (context) => healDirectors(context, directorNames(context)),
};
