import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigkill-own-lab',
  summary: 'kill -9 of a harness that has booted a lab for itself',
  damages: 'harness',
  lab: 'own',
  from: 'boot',
  until: 'end',
  exits: ['SIGKILL'],
  strike: signalSuite('SIGKILL', 'process'),
};
