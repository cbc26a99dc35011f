import type { SoakEvent } from '../event.ts';
import { killOfLab } from '../kill-of-lab.ts';

export const event: SoakEvent = killOfLab(
  'lab-unshare-killed',
  'the process is killed that the whole lab hangs on',
  'unshare',
  async ({ record }) => record.process.pid,
);
