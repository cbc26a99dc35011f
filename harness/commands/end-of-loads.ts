import { withDeadline } from '../deadline.ts';
import { messageOf } from '../errors.ts';
import type { LinkLimits } from '../load/link-limit.ts';
import type { LoadDriver } from '../load/load-driver.ts';

/** What was begun for loads, and is to be ended whatever became of them. */
export interface BegunForLoads {
  limits?: Pick<LinkLimits, 'lift'>;
  driver?: Pick<LoadDriver, 'end'>;
}

/** The driver's process ends when its input does; one that does not goes with its container. ms. */
const driverDeadlineMs = 5_000;

/**
 * Ends all of it, limits first: a cluster that is kept must not stay limited because something else would not end. What
 * could not be ended goes to `warn`. Resolves with what was done, in words.
 */
export async function endLoads(
  { limits, driver }: BegunForLoads,
  warn: (text: string) => void,
  deadlineMs = driverDeadlineMs,
): Promise<string> {
  const done: string[] = [];
  if (limits !== undefined) {
    try {
      await limits.lift();
      done.push('no link is limited any more');
    } catch (error) {
      warn(`Links may still be limited: ${messageOf(error)}`);
      done.push('links may still be limited');
    }
  }
  if (driver !== undefined) {
    try {
      const end = await withDeadline(driver.end(), deadlineMs);
      if (end === 'late') throw new Error(`it has not ended within ${deadlineMs / 1000} s`);
      done.push('the load driver has ended');
    } catch (error) {
      warn(`The load driver could not be ended: ${messageOf(error)}`);
      done.push('the load driver could not be ended');
    }
  }
  return done.length === 0 ? 'nothing had been begun' : done.join(', ');
}
