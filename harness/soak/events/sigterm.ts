import type { SoakEvent } from '../event.ts';
import { signalSuite } from '../signal-suite.ts';

export const event: SoakEvent = {
  name: 'sigterm',
  summary: 'SIGTERM, as from a supervisor',
  damages: 'harness',
  lab: 'kept',
  from: 'boot',
  until: 'end',
  exits: [130, 'SIGTERM'],
  strike: signalSuite('SIGTERM', 'process'),
};
