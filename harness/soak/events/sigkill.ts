import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigkill',
  summary: 'kill -9 of the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGKILL', 'process');
    return 'SIGKILL to the harness';
  },
};
