import type { SoakEvent } from '../event.ts';
import { guardianOf } from '../lab-processes.ts';

export const event: SoakEvent = {
  name: 'lab-guardian-killed',
  summary: 'the guardian of the lab is killed',
  damages: 'engine',
  lab: 'own',
  from: 'engine',
  until: 'report',
  exits: [3],
  async strike(scene) {
    const lab = await scene.lab();
    if (lab === null) return null;
    const pid = await guardianOf(lab.record.process.pid);
    if (pid === null) return null;
    process.kill(pid, 'SIGKILL');
    return 'SIGKILL to its guardian';
  },
};
