import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigint',
  summary: 'Ctrl-C: SIGINT to the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGINT'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGINT', 'process');
    return 'SIGINT to the harness';
  },
};
