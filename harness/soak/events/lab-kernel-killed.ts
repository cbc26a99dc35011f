import type { SoakEvent } from '../event.ts';
import { killOfLab } from '../kill-of-lab.ts';
import { kernelOf } from '../lab-processes.ts';

export const event: SoakEvent = killOfLab(
  'lab-kernel-killed',
  'the kernel of the lab is killed: its power fails',
  'kernel',
  ({ record }) => kernelOf(record.process.pid),
);
