import type { Bracket } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { actOnTarget, countOf, initPidOf, sightOf, type Target } from './sight.ts';

/** Name of the busy loop's process: the kernel takes it from the script's file name. Below 16 characters. */
export const hogComm = 'lvs-drill-hog';

/** It stops itself until somebody sends SIGCONT, so that it is there, and costs nothing, before its time. */
const startHog = `printf '%s\\n' '#!/bin/sh' 'kill -STOP $$' 'while :; do :; done' > /run/${hogComm} &&
chmod +x /run/${hogComm} && { /run/${hogComm} < /dev/null > /dev/null 2>&1 & }`;

const appearsMs = 5000;

/** Puts a busy loop into the target's container that waits for SIGCONT. Throws a `DrillError` when it does not appear. */
export async function layHog(target: Target): Promise<void> {
  await initPidOf(target);
  await target.cluster.node(target.target).exec(['sh', '-c', startHog]);
  await waitUntil(
    `the busy loop waits on ${target.target}`,
    async () => {
      const sight = await sightOf(target);
      return { holds: countOf(hogComm, sight) > 0, saw: sight?.processes.join(', ') ?? 'a dead node' };
    },
    appearsMs,
    20,
  );
}

/** Lifts any limit of the target's processor time, ends the busy loop if there is one, and returns when it was lifted. */
export async function feed(target: Target): Promise<Bracket> {
  const { earliestMs, latestMs } = await actOnTarget(target, { do: 'cpu-quota', quotaUs: null, periodUs: 100_000 }, 0);
  if (countOf(hogComm, await sightOf(target)) > 0) await actOnTarget(target, { do: 'annihilate', comm: hogComm }, 0);
  return { earliestMs, latestMs };
}
