import type { SoakEvent } from './event.ts';
import { restoreGuestClock, stepGuestClock } from './guest-clock.ts';

/** Steps the clock of the engine's machine by 1 s to an hour, as many small steps as large ones; it is set right again later. */
export function stepClock(direction: 1 | -1): SoakEvent['strike'] {
  return async ({ docker, random, undo }) => {
    const engine = await docker();
    if (engine === null) return null;
    const seconds = direction * Math.round(3600 ** random());
    undo(() => restoreGuestClock(engine));
    await stepGuestClock(engine, seconds);
    return `stepped the guest’s clock by ${seconds} s`;
  };
}
