import { withDeadline } from '../../deadline.ts';
import { keptLab } from '../../engine/lab/labs.ts';
import { cacheFolder, labsFolder } from '../../engine/lab/paths.ts';
import type { SoakEvent } from '../event.ts';
import { ownLabBootMs } from '../life.ts';

export const event: SoakEvent = {
  name: 'lab-up-killed',
  summary: 'kill -9 of `lab up` while the lab boots',
  damages: 'harness',
  lab: 'own',
  from: 'boot',
  until: 'boot',
  exits: ['SIGKILL', 0],
  arrange: async () => ({ argv: ['lab', 'up'] }),
  async strike({ suite, random, paths, undo }) {
    // A lab that came up in time stays, as it should.
    undo(async () => {
      const lab = await keptLab(labsFolder(cacheFolder({ XDG_CACHE_HOME: paths.ownCache })));
      await lab?.end();
    });
    await withDeadline(suite.ended, random() * ownLabBootMs);
    if (suite.hasEnded()) return null;
    suite.kill('SIGKILL', 'process');
    return 'SIGKILL to `lab up`';
  },
};
