import { DrillError } from '../errors.ts';
import { floatingAddressesOf, vipsOf } from '../keepalived/vips.ts';
import type { Bracket } from '../model.ts';
import { endKeepalived } from './end-keepalived.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { takeoverSeenMs } from './intervals.ts';
import { healConfiguration } from './reload.ts';
import { actOnTarget, addressOf, comesTrue, type Target } from './sight.ts';

/**
 * Somebody's `ip address del`. keepalived 2.3.3 notices, falls back to BACKUP with an advert of priority 0 and takes over
 * again after its own skew time, before the other director does: the VIP is away for that long.
 */
export const fault: Fault = {
  facts: {
    name: 'delete-vip',
    summary: "the VIPs are deleted from the master's link (ip address del) behind keepalived's back",
    colour: '#4b9b87',
    aim: 'master',
    detection: 'none',
    dataPath: 'impairment',
    reversion: 'reassert',
    repair: 'after-skew',
  },
  leaves: 'running',
  holdMs: takeoverSeenMs,
  async inject(context, atMs) {
    const strike = vipsOf(context.cluster.topology).map((vip) => `address del ${vip}/32 dev @LINK@`);
    const address = addressOf(context);
    const { earliestMs, latestMs } = await actOnTarget(
      context,
      { do: 'network', address, tool: 'ip', prepare: [], strike },
      atMs,
    );
    // keepalived puts them back soon: whether they were gone must be seen now.
    const held = await heldBy(context);
    if (held.length > 0)
      throw new DrillError(`${context.target} had ${held.join(', ')} again before anybody could look.`);
    return {
      earliestMs,
      latestMs,
      evidence: `${context.target} was seen without ${vipsOf(context.cluster.topology).join(', ')}`,
    };
  },
  async confirm(context, { evidence }) {
    const held = await heldBy(context);
    const again = held.length > 0 ? `it holds ${held.join(', ')} now` : 'it holds none now';
    return {
      confirmed: evidence !== '',
      evidence: evidence === '' ? `nobody saw ${context.target} without its VIPs; ${again}` : `${evidence}; ${again}`,
    };
  },
  async heal(context) {
    const whole = await healDirector(context);
    // keepalived, its reload, or its restart, whichever brings the VIPs back to one of the directors first.
    const remedies: (() => Promise<Bracket>)[] = [
      async () => whole,
      () => healConfiguration(context, [context.target]),
      async () => {
        await endKeepalived(context);
        return healDirector(context);
      },
    ];
    for (const remedy of remedies) {
      const restored = await remedy();
      if (await somebodyHolds(context)) return restored;
    }
    throw new DrillError(`No director holds the VIP, whatever was done to ${context.target}.`, {
      remedy: 'Look at the log of keepalived in the run folder.',
    });
  },
};

/** Those of the deleted VIPs that the target has. */
async function heldBy({ cluster, target }: Target): Promise<string[]> {
  const deleted = vipsOf(cluster.topology);
  const held = (await cluster.directorStates()).find(({ name }) => name === target)?.vips ?? [];
  return held.filter((address) => deleted.includes(address));
}

/** Whether some director holds all VIPs, or comes to hold them in the time that a takeover may take. */
async function somebodyHolds(context: FaultContext): Promise<boolean> {
  const wanted = floatingAddressesOf(context.cluster.topology);
  const { confirmed } = await comesTrue(
    async () => {
      const states = await context.cluster.directorStates();
      const holder = states.find(({ vips }) => wanted.every((vip) => vips.includes(vip)));
      return { holds: holder !== undefined, saw: holder?.name ?? 'nobody' };
    },
    takeoverSeenMs(context),
    50,
  );
  return confirmed;
}
