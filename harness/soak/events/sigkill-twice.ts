import type { SoakEvent } from '../event.ts';
import { reachPoint } from '../running-suite.ts';

export const event: SoakEvent = {
  name: 'sigkill-twice',
  summary: 'kill -9 of the harness, and then of the next run, which sweeps what the first one left',
  damages: 'harness',
  lab: 'kept',
  from: 'cluster',
  until: 'results',
  exits: ['SIGKILL'],
  async strike({ suite, random, startAnother }) {
    if (suite.hasEnded()) return null;
    suite.kill('SIGKILL', 'process');
    await suite.ended;
    const next = startAnother();
    const share = random();
    await reachPoint(next, { stage: random() < 0.5 ? 'engine' : 'cluster', share }, false);
    next.kill('SIGKILL', 'process');
    return 'SIGKILL to the harness, and to the next one';
  },
};
