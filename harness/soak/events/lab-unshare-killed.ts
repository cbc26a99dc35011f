import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'lab-unshare-killed',
  summary: 'the process is killed that the whole lab hangs on',
  damages: 'engine',
  lab: 'own',
  from: 'engine',
  until: 'report',
  exits: [3],
  async strike(scene) {
    const lab = await scene.lab();
    if (lab === null) return null;
    const pid = lab.record.process.pid;

    process.kill(pid, 'SIGKILL');
    return 'SIGKILL to its unshare';
  },
};
