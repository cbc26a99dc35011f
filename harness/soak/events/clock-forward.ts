import type { SoakEvent } from '../event.ts';
import { stepClock } from '../step-clock.ts';

export const event: SoakEvent = {
  name: 'clock-forward',
  summary: 'the clock of the engine’s machine is stepped forwards, by 1 s to an hour',
  damages: 'clock',
  lab: 'kept',
  from: 'images',
  until: 'report',
  exits: [],
  strike: stepClock(1),
};
