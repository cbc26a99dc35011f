import type { Bracket } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { actOnTarget, countOf, sightOf, type Target } from './sight.ts';

/** keepalived takes at least 1 s to end after its advert of priority 0 (`vrrp_shutdown_timer_thread`), ms. */
const endsWithinMs = 10_000;

/** Tells a node's keepalived to stop and waits for its end. Returns when it was told. */
export async function endKeepalived(target: Target): Promise<Bracket> {
  const { earliestMs, latestMs } = await actOnTarget(
    target,
    { do: 'signal', comm: 'keepalived', signal: 'SIGTERM', which: 'parent' },
    0,
  );
  await waitUntil(
    `keepalived has ended on ${target.target}`,
    async () => {
      const running = countOf('keepalived', await sightOf(target));
      return { holds: running === 0, saw: `${running} processes of keepalived` };
    },
    endsWithinMs,
    50,
  );
  return { earliestMs, latestMs };
}
