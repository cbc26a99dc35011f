import type { Confirmation } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { actOnTarget, sightOf } from './sight.ts';

/** keepalived takes at least 1 s to end after its advert of priority 0 (`vrrp_shutdown_timer_thread`), ms. */
const endsWithinMs = 5000;

/** A graceful stop: keepalived gives up its VIP, says so with an advert of priority 0, and clears the IPVS table. */
export const fault: Fault = {
  facts: {
    name: 'stop-keepalived',
    summary: 'keepalived is told to stop (SIGTERM); the director itself lives on',
    colour: '#2980b9',
    aim: 'master',
    detection: 'graceful',
    dataPath: 'impairment',
    reversion: 'restart',
  },
  leaves: 'running',
  inject: (context, atMs) =>
    actOnTarget(context, { do: 'signal', comm: 'keepalived', signal: 'SIGTERM', which: 'parent' }, atMs),
  confirm: (context) => confirmEnded(context),
  heal: healDirector,
};

/** Waits for keepalived to end, and says whether it did so and took the VIP with it. */
export async function confirmEnded(context: FaultContext, withinMs = endsWithinMs): Promise<Confirmation> {
  const { cluster, target } = context;
  let evidence = '';
  const confirmed = await waitUntil(
    `keepalived has ended on ${target}`,
    async () => {
      const sight = await sightOf(context);
      const holds = (await cluster.vipHolders()).includes(target);
      const running = sight?.processes.filter((name) => name === 'keepalived').length ?? 0;
      evidence =
        sight?.alive === true
          ? `${running} processes of keepalived on ${target}, which ${holds ? 'still holds' : 'no longer holds'} the VIP`
          : `${target} is dead, not only its keepalived`;
      return sight?.alive === true && running === 0 && !holds;
    },
    withinMs,
    50,
  ).then(
    () => true,
    () => false,
  );
  return { confirmed, evidence };
}
