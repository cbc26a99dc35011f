import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigkill',
  summary: 'kill -9 of the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  strike: signalSuite('SIGKILL', 'process'),
};
