import { join } from 'node:path';
import type { SoakEvent } from '../event.ts';
import { fillDisk, mountSmallDisk } from '../small-disk.ts';

/** A run of one trial takes 3 MB. */
const mebibytes = 48;

export const event: SoakEvent = {
  name: 'disk-full-run',
  summary: 'the disk that holds the run folder is full',
  damages: 'disk',
  lab: 'kept',
  from: 'boot',
  until: 'report',
  exits: [3, 64],
  needsRoot: true,
  async arrange({ disk }, cleanUp) {
    cleanUp(await mountSmallDisk(disk, mebibytes));
    return { out: join(disk, 'out') };
  },
  async strike({ suite, paths, undo }) {
    if (suite.hasEnded()) return null;
    undo(await fillDisk(paths.disk));
    return 'filled the disk of the run folder';
  },
};
