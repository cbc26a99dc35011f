import { join } from 'node:path';
import { cacheFolder } from '../../engine/lab/paths.ts';
import type { SoakEvent } from '../event.ts';
import { linkCache } from '../scratch.ts';
import { fillDisk, mountSmallDisk } from '../small-disk.ts';

/** What a lab writes over its disk while one trial is run takes 60 MB. */
const mebibytes = 400;

export const event: SoakEvent = {
  name: 'disk-full-cache',
  summary: 'the disk that holds the cache, and what labs write, is full',
  damages: 'disk',
  lab: 'own',
  from: 'boot',
  until: 'report',
  exits: [3],
  needsRoot: true,
  async arrange({ disk, ownCache }, cleanUp) {
    cleanUp(await mountSmallDisk(disk, mebibytes));
    const cacheHome = join(disk, 'cache');
    await linkCache(cacheHome, cacheFolder({ XDG_CACHE_HOME: ownCache }));
    return { cacheHome };
  },
  async strike({ suite, paths, undo }) {
    if (suite.hasEnded()) return null;
    undo(await fillDisk(paths.disk));
    return 'filled the disk of the cache';
  },
};
