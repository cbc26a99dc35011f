import { type IpvsDestination, parseIpvsTable } from '../ipvs/table.ts';
import type { Bracket, Confirmation } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { FaultContext } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmTables, directorNames, healConfiguration } from './reload.ts';
import { addressOf } from './sight.ts';

/** From the end of a reload to a table that shows it, ms. */
const tableMs = 15_000;

/** From keepalived's word that it has read its configuration to a table that shows it, ms (seen: below 50 ms). */
const showsMs = 1000;

/** Whether every director's table shows the target so in every virtual service; `undefined`: it is not in it. */
export function confirmRetired(
  context: FaultContext,
  isRetired: (entry: IpvsDestination | undefined) => boolean,
  what: string,
): Promise<Confirmation> {
  const address = addressOf(context);
  return confirmTables(
    context,
    (table) => table.length > 0 && table.every(({ destinations }) => isRetired(entryOf(address, destinations))),
    `${context.target} ${what}`,
    showsMs,
  );
}

/**
 * Brings a real server back into service: healed itself, configured in every director, and in their tables with its
 * weight. Returns when the directors read the configuration that has it.
 */
export async function bringBack(context: FaultContext): Promise<Bracket> {
  const { cluster, target } = context;
  await healRealServer(context);
  const restored = await healConfiguration(context, directorNames(context));
  const address = addressOf(context);
  const weight = cluster.realServers().find(({ realServer }) => realServer.name === target)?.realServer.weight;
  await waitUntil(
    `every director has ${target} with weight ${weight} again`,
    async () => {
      const lacking = (await cluster.directorStates()).filter(({ ipvsTable }) =>
        parseIpvsTable(ipvsTable).some(({ destinations }) => entryOf(address, destinations)?.weight !== weight),
      );
      return { holds: lacking.length === 0, saw: `not in ${lacking.map(({ name }) => name).join(', ')}` };
    },
    tableMs,
    50,
  );
  return restored;
}

function entryOf(address: string, destinations: readonly IpvsDestination[]): IpvsDestination | undefined {
  return destinations.find((one) => one.address === address);
}
