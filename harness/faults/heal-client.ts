import type { Bracket } from '../model.ts';
import { linkTroubles, repairLink } from './link-repair.ts';
import type { Target } from './sight.ts';

/** Takes away what faults put on a client's links; nothing else of a client is ever changed. Returns when the last was. */
export async function healClient(target: Target): Promise<Bracket> {
  const { atMs } = await target.cluster.hand.now();
  let restored: Bracket = { earliestMs: atMs, latestMs: atMs };
  for (const trouble of await linkTroubles(target)) restored = await repairLink(target, trouble);
  return restored;
}
