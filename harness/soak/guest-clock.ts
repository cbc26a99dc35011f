import type Dockerode from 'dockerode';
import { inGuest } from './in-guest.ts';

/** Steps CLOCK_REALTIME of the engine's machine (a guest: never this one's) by whole seconds. */
export async function stepGuestClock(docker: Dockerode, seconds: number): Promise<void> {
  await inGuest(docker, 'date --set "@$(($(date +%s) + $1))"', [String(seconds)]);
}

/** Sets it to what this machine's clock says. */
export async function restoreGuestClock(docker: Dockerode): Promise<void> {
  await inGuest(docker, 'date --set "@$1"', [(Date.now() / 1000).toFixed(3)]);
}
