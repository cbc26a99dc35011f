import type { SoakEvent } from '../event.ts';
import { killOfLab } from '../kill-of-lab.ts';
import { guardianOf } from '../lab-processes.ts';

export const event: SoakEvent = killOfLab(
  'lab-guardian-killed',
  'the guardian of the lab is killed',
  'guardian',
  ({ record }) => guardianOf(record.process.pid),
);
