import { hasTwoArms } from '../inside.ts';
import { floatingAddressesOf } from '../keepalived/vips.ts';
import type { Recording } from '../model.ts';
import { type Interval, overlapMs } from '../stats/intervals.ts';
import { holdings } from './holders.ts';

/**
 * Time inside the window for which a director held only one of the VIPs of its sync group, ms; of several the sum; 0 with
 * one network. The members of a group change state one after the other (`vrrp_sync_master`), some milliseconds apart, and
 * what comes in by one director meanwhile and goes out by another is not translated back.
 */
export function partedMs(recording: Recording, window: Interval): number {
  const { topology } = recording.run;
  if (!hasTwoArms(topology)) return 0;
  const all = floatingAddressesOf(topology).length;
  return topology.directors.reduce((sum, { name }) => {
    const own = holdings(recording).filter(({ director }) => director === name);
    return sum + overlapMs(own, window, 1) - overlapMs(own, window, all);
  }, 0);
}
