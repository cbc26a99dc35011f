/**
 * What the faults that leave the master alive do to its adverts, by the fault's name: checks and predictions know a fault
 * by what a run says of it, never by its code.
 */

/**
 * Who ceases to hear whom, until healing. `target-deaf`: the target no longer hears the master; `all-deaf`: nobody hears
 * anybody; `strange-password`: the target and the others discard each other's adverts; `master-deaf`: only the master
 * hears nobody; `thinned`: of every `level` adverts one is lost.
 */
const hearing = {
  'deafen-backup': 'target-deaf',
  'cut-vrrp': 'all-deaf',
  'change-password': 'strange-password',
  'deafen-master': 'master-deaf',
  'drop-every-kth-advert': 'thinned',
} as const;

export type Hearing = (typeof hearing)[keyof typeof hearing];

/** Null for any other fault. */
export function hearingUnder(fault: string): Hearing | null {
  return Object.hasOwn(hearing, fault) ? hearing[fault as keyof typeof hearing] : null;
}

/**
 * How adverts come late, or some not at all. `pause`: the master is frozen for `level` ms; `gap`: `level` adverts in a row
 * are lost; `delay`: every advert is `level` ms under way; `chance`: each is lost with a probability of `level` percent;
 * `hunger`: the master gets `level` percent of a processor.
 */
const lateness = {
  'stall-director': 'pause',
  'drop-adverts': 'gap',
  'delay-adverts': 'delay',
  'lose-adverts-at-random': 'chance',
  'starve-director': 'hunger',
} as const;

export type Lateness = (typeof lateness)[keyof typeof lateness];

/** Null for any other fault. */
export function latenessUnder(fault: string): Lateness | null {
  return Object.hasOwn(lateness, fault) ? lateness[fault as keyof typeof lateness] : null;
}

/** The fault that starts the directors of another cluster on the segment. */
export const secondPair = 'second-pair';

/** Whether the master goes on all the while, so that a takeover is none that it could return from. */
export function leavesMasterAlive(fault: string): boolean {
  return hearingUnder(fault) !== null || latenessUnder(fault) !== null || fault === secondPair;
}
