import { DrillError } from '../errors.ts';
import type { Bracket } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { actOnTarget, countOf, sightOf, type Target } from './sight.ts';

/** keepalived takes at least 1 s to end after its advert of priority 0 (`vrrp_shutdown_timer_thread`), ms. */
const endsWithinMs = 10_000;

/** One that is only starting loses the signal (seen 0.1 s after its start): it is told again after this, ms. */
const toldAgainMs = 3000;

/** Tells a node's keepalived to stop and waits for its end. Returns when it was told, the last time if more than once. */
export async function endKeepalived(target: Target): Promise<Bracket> {
  let told: Bracket | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  await waitUntil(
    `keepalived has ended on ${target.target}`,
    async () => {
      const running = countOf('keepalived', await sightOf(target));
      if (running > 0 && performance.now() - toldAt >= toldAgainMs) {
        told = await actOnTarget(target, { do: 'signal', comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }, 0);
        toldAt = performance.now();
      }
      return { holds: running === 0, saw: `${running} processes of keepalived` };
    },
    endsWithinMs,
    50,
  );
  if (told === null) throw new DrillError(`No keepalived runs on ${target.target} that could be told to end.`);
  const { earliestMs, latestMs } = told as Bracket;
  return { earliestMs, latestMs };
}
