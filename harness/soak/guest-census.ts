import type Dockerode from 'dockerode';
import { inGuest } from './in-guest.ts';

/** What is counted on the machine of a Docker engine that has no containers. */
export const guestCounts = [
  'processes',
  'namespaces',
  'mounts',
  'links',
  'netnsFiles',
  'shims',
  'zombies',
  'dockerdFds',
  'containerdFds',
  'diskUsedKiB',
] as const;
export type GuestCensus = Record<(typeof guestCounts)[number], number>;

/**
 * Those that are the same before and after a run, without exception; the others have a trend. Files of network namespaces
 * are not: dockerd collects them once a minute (libnetwork, osl).
 */
export const exactGuestCounts = [
  'links',
  'shims',
  'zombies',
  'mounts',
] as const satisfies readonly (keyof GuestCensus)[];

const script = `
count() { echo "$1=$(wc -l)"; }
ls -l /proc/[0-9]*/exe 2>/dev/null | grep -e '->' | count processes
ls -l /proc/[0-9]*/ns/ 2>/dev/null | sed -n 's/.*-> //p' | sort -u | count namespaces
cat /proc/1/mounts | count mounts
ls /sys/class/net | count links
ls /run/docker/netns 2>/dev/null | count netnsFiles
ps -eo stat,comm | grep -v '^Z' | grep containerd-shim | count shims
ps -eo stat | grep '^Z' | count zombies
ls /proc/$(pgrep -x dockerd)/fd | count dockerdFds
ls /proc/$(pgrep -x containerd)/fd | count containerdFds
echo diskUsedKiB=$(df -k --output=used / | tail -n 1)
`;

/** Counts, with the container that counts among what is counted. */
export async function takeGuestCensus(docker: Dockerode): Promise<GuestCensus> {
  return parseGuestCensus(await inGuest(docker, script));
}

/** Throws when a count is missing. */
export function parseGuestCensus(text: string): GuestCensus {
  const census = {} as GuestCensus;
  for (const name of guestCounts) {
    const found = new RegExp(`^${name}= *(\\d+)\\s*$`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`The guest did not say ${name}: ${text}`);
    census[name] = Number(found);
  }
  return census;
}
