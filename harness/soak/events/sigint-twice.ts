import { withDeadline } from '../../deadline.ts';
import type { SoakEvent } from '../event.ts';

/** Up to this lies between the two, ms. */
const longestPauseMs = 2_000;

export const event: SoakEvent = {
  name: 'sigint-twice',
  summary: 'Ctrl-C, and again before it is done: it gives up at once',
  damages: 'harness',
  lab: 'kept',
  from: 'engine',
  until: 'report',
  exits: [130],
  async strike({ suite, random }) {
    if (suite.hasEnded()) return null;
    const pauseMs = Math.round(random() * longestPauseMs);
    suite.kill('SIGINT', 'process');
    await withDeadline(suite.ended, pauseMs);
    suite.kill('SIGINT', 'process');
    return `SIGINT, and again ${pauseMs} ms later`;
  },
};
