import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigint',
  summary: 'Ctrl-C: SIGINT to the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGINT'],
  strike: signalSuite('SIGINT', 'process'),
};
