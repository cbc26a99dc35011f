import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigint-group',
  summary: 'Ctrl-C as a terminal sends it, to the whole process group',
  damages: 'harness',
  lab: 'own',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGINT'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGINT', 'group');
    return 'SIGINT to the process group';
  },
};
