import type { SoakEvent } from '../event.ts';

export const event: SoakEvent = {
  name: 'two-suites',
  summary: 'a second suite on the same engine: both are right, or one refuses',
  damages: 'nothing',
  lab: 'kept',
  from: 'boot',
  until: 'report',
  exits: [3],
  async strike({ suite, startAnother }) {
    if (suite.hasEnded()) return null;
    startAnother();
    return 'started a second suite';
  },
};
