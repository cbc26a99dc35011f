import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigkill-own-lab',
  summary: 'kill -9 of a harness that has booted a lab for itself',
  damages: 'harness',
  lab: 'own',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGKILL', 'process');
    return 'SIGKILL to the harness with its own lab';
  },
};
