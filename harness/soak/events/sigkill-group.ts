import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigkill-group',
  summary: 'kill -9 of the process group of the harness',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  strike: signalSuite('SIGKILL', 'group'),
};
