import { DrillError } from '../errors.ts';
import { askedServices } from '../ipvs/services.ts';
import { parseIpvsTable } from '../ipvs/table.ts';
import type { VirtualService } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { endKeepalived } from './end-keepalived.ts';
import type { Fault, FaultContext } from './fault.ts';
import { healDirector } from './heal-director.ts';
import { takeoverSeenMs } from './intervals.ts';
import { waitForInstant } from './sight.ts';

/** keepalived that starts has put its services into the table within this, ms. */
const tableMs = 10_000;

/** Somebody's `ipvsadm -D`: keepalived does not notice, and a reload does not put it back (keepalived #1877, #1904). */
export const fault: Fault = {
  facts: {
    name: 'delete-virtual-service',
    summary: "a virtual service is deleted from the master's kernel (ipvsadm -D) behind keepalived's back",
    colour: '#593a78',
    aim: 'master',
    detection: 'none',
    dataPath: 'outage',
    reversion: 'restart',
    repair: 'never',
  },
  leaves: 'running',
  holdMs: takeoverSeenMs,
  async inject({ cluster, target }, atMs) {
    const place = placeOf(askedServices(cluster.topology)[0]);
    await waitForInstant(cluster, atMs);
    const { atMs: earliestMs } = await cluster.hand.now();
    await cluster.node(target).exec(['ipvsadm', '-D', '-t', place]);
    const { atMs: latestMs } = await cluster.hand.now();
    return { earliestMs, latestMs, evidence: `${place} deleted on ${target}` };
  },
  async confirm(context) {
    const lacking = await missingServices(context);
    if (lacking === null) return { confirmed: false, evidence: `${context.target} is dead` };
    return {
      confirmed: lacking.length > 0,
      evidence: `the table of ${context.target} lacks ${lacking.join(', ') || 'nothing'}`,
    };
  },
  async heal(context) {
    const whole = await healDirector(context);
    if ((await missingServices(context))?.length === 0) return whole;
    await endKeepalived(context);
    const restarted = await healDirector(context);
    await waitUntil(
      `${context.target} has its virtual services again`,
      async () => {
        const lacking = await missingServices(context);
        return { holds: lacking?.length === 0, saw: `it lacks ${lacking?.join(', ') ?? 'all'}` };
      },
      tableMs,
      50,
    );
    return restarted;
  },
};

/** Configured services that the target's kernel does not have; null when it is dead. */
async function missingServices({ cluster, target }: FaultContext): Promise<string[] | null> {
  const state = (await cluster.directorStates()).find(({ name }) => name === target);
  if (state === undefined || !state.alive) return null;
  const there = parseIpvsTable(state.ipvsTable).map(({ address, port }) => `${address}:${port}`);
  return cluster.topology.virtualServices.map(placeOf).filter((place) => !there.includes(place));
}

function placeOf(service: VirtualService | undefined): string {
  if (service === undefined) throw new DrillError('The topology has no virtual service to delete.');
  return `${service.vip}:${service.port}`;
}
