import { serversOf } from '../ipvs/services.ts';
import { type IpvsService, parseIpvsTable } from '../ipvs/table.ts';
import type { Bracket, Confirmation, Topology } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { FaultContext } from './fault.ts';
import { healRealServer } from './heal-real-server.ts';
import { confirmTables, directorNames, healConfiguration } from './reload.ts';
import { addressOf } from './sight.ts';

/** From the end of a reload to a table that shows it, ms. */
const tableMs = 15_000;

/** From keepalived's word that it has read its configuration to a table that shows it, ms (seen: below 50 ms). */
const showsMs = 1000;

/**
 * Whether every director's table shows the target with that weight (null: not at all) in every virtual service that the
 * topology has it in.
 */
export function confirmRetired(context: FaultContext, weight: 0 | null, what: string): Promise<Confirmation> {
  const address = addressOf(context);
  const { topology } = context.cluster;
  return confirmTables(
    context,
    (table) =>
      table.length > 0 &&
      table.every(
        (service) =>
          configuredWeight(topology, service, context.target) === null || weightIn(service, address) === weight,
      ),
    `${context.target} ${what}`,
    showsMs,
  );
}

/**
 * Brings a real server back into service: healed itself, configured in every director, and in their tables with its
 * weights. Returns when the directors read the configuration that has it.
 */
export async function bringBack(context: FaultContext): Promise<Bracket> {
  const { cluster, target } = context;
  await healRealServer(context);
  const restored = await healConfiguration(context, directorNames(context));
  const address = addressOf(context);
  await waitUntil(
    `every director has ${target} with its weight again`,
    async () => {
      const lacking = (await cluster.directorStates()).filter(({ ipvsTable }) =>
        parseIpvsTable(ipvsTable).some(
          (service) => weightIn(service, address) !== configuredWeight(cluster.topology, service, target),
        ),
      );
      return { holds: lacking.length === 0, saw: `not in ${lacking.map(({ name }) => name).join(', ')}` };
    },
    tableMs,
    50,
  );
  return restored;
}

/** Null: the topology does not have it in that service. */
function configuredWeight(topology: Topology, { address, port }: IpvsService, realServer: string): number | null {
  const service = topology.virtualServices.find((one) => one.vip === address && one.port === port);
  const server = serversOf(service ?? {}, topology).find(({ name }) => name === realServer);
  return server?.weight ?? null;
}

/** Null: it is not in the table of that service. */
function weightIn({ destinations }: IpvsService, address: string): number | null {
  return destinations.find((one) => one.address === address)?.weight ?? null;
}
