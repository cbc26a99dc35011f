import type { SoakEvent } from '../event.ts';
import { kernelOf } from '../lab-processes.ts';

export const event: SoakEvent = {
  name: 'lab-kernel-killed',
  summary: 'the kernel of the lab is killed: its power fails',
  damages: 'engine',
  lab: 'own',
  from: 'engine',
  until: 'report',
  exits: [3],
  async strike(scene) {
    const lab = await scene.lab();
    if (lab === null) return null;
    const pid = await kernelOf(lab.record.process.pid);
    if (pid === null) return null;
    process.kill(pid, 'SIGKILL');
    return 'SIGKILL to its kernel';
  },
};
