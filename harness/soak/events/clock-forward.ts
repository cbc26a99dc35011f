import type { SoakEvent } from '../event.ts';
import { restoreGuestClock, stepGuestClock } from '../guest-clock.ts';

export const event: SoakEvent = {
  name: 'clock-forward',
  summary: 'the clock of the engine’s machine is stepped forwards, by 1 s to an hour',
  damages: 'clock',
  lab: 'kept',
  from: 'images',
  until: 'report',
  exits: [],
  async strike({ docker, random, undo }) {
    const engine = await docker();
    if (engine === null) return null;
    // As many small steps as large ones.
    const seconds = Math.round(3600 ** random());
    undo(() => restoreGuestClock(engine));
    await stepGuestClock(engine, seconds);
    return `stepped the guest’s clock by ${seconds} s`;
  },
};
