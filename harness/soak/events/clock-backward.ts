import type { SoakEvent } from '../event.ts';
import { stepClock } from '../step-clock.ts';

export const event: SoakEvent = {
  name: 'clock-backward',
  summary: 'the clock of the engine’s machine is stepped backwards, by 1 s to an hour',
  damages: 'clock',
  lab: 'kept',
  from: 'images',
  until: 'report',
  exits: [],
  strike: stepClock(-1),
};
