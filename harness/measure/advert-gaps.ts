import type { KernelMs, Recording } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { advertsOfRouters, masterBefore } from './routers.ts';

/** From one advert of a director to its next one. */
export interface AdvertGap {
  director: string;
  fromMs: KernelMs;
  lengthMs: number;
}

/**
 * The gaps between the adverts of each director that lie wholly inside one of the windows, in the order in which they
 * began. Adverts of priority 0 are no part of the rhythm.
 */
export function advertGaps(recording: Recording, windows: readonly Interval[]): AdvertGap[] {
  const { directors } = recording.run.topology;
  const adverts = advertsOfRouters(recording).filter(({ value }) => value.priority > 0);
  return directors
    .flatMap(({ name, address }) =>
      windows.flatMap(({ fromMs, toMs }) => {
        const own = adverts.filter(({ at, value }) => value.source === address && at >= fromMs && at < toMs);
        return own.slice(1).map(({ at }, index) => ({
          director: name,
          fromMs: own[index]?.at ?? at,
          lengthMs: at - (own[index]?.at ?? at),
        }));
      }),
    )
    .sort((a, b) => a.fromMs - b.fromMs);
}

/**
 * The gaps between the adverts of the director that was MASTER when a fault took effect, the one in which it did included;
 * empty when no advert of it was recorded before.
 */
export function masterGapsUnder(recording: Recording, window: Interval): AdvertGap[] {
  const master = masterBefore(recording, window.fromMs);
  const last = advertsOfRouters(recording).findLast(
    ({ at, value }) => at < window.fromMs && value.source === master?.address && value.priority > 0,
  );
  if (master === null || last === undefined) return [];
  return advertGaps(recording, [{ ...window, fromMs: last.at }]).filter(({ director }) => director === master.name);
}
