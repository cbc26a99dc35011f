import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigkill-group',
  summary: 'kill -9 of the process group of the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGKILL', 'group');
    return 'SIGKILL to the process group';
  },
};
