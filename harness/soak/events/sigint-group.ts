import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigint-group',
  summary: 'Ctrl-C as a terminal sends it, to the whole process group',
  damages: 'harness',
  lab: 'own',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGINT'],
  strike: signalSuite('SIGINT', 'group'),
};
