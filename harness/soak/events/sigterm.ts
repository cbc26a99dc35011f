import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'sigterm',
  summary: 'SIGTERM, as from a supervisor',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGTERM'],
  async strike({ suite }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGTERM', 'process');
    return 'SIGTERM to the harness';
  },
};
