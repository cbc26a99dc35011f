import { serversOf } from '../ipvs/services.ts';
import type { Topology, VirtualService } from '../model.ts';
import type { ServiceTable } from './destinations.ts';

/** keepalived's weight of a sorry server that is given none (`alloc_ssvr` in keepalived/check/check_data.c). */
const sorryServerWeight = 1;
const defaultQuorum = 1;
const defaultHysteresis = 0;

/** What must be in the table of a virtual service when nothing is wrong. */
export function configuredTable(topology: Topology, service: VirtualService): ServiceTable {
  return new Map(serversOf(service, topology).map(({ name, weight }) => [name, weight]));
}

/**
 * What keepalived makes of the table once its checkers have found these real servers down. A failed one leaves, or stays
 * with weight 0 (`inhibit_on_failure`). Without quorum the sorry server, where there is one, takes the place of all of
 * them, those that still answer included (`update_quorum_state`, `perform_quorum_state` in keepalived/check/ipwrapper.c;
 * MEASURING 3.1).
 */
export function tableWithout(topology: Topology, service: VirtualService, down: readonly string[]): ServiceTable {
  const table = new Map<string, number>();
  const sorry = standsIn(topology, service, down);
  for (const { name, weight } of serversOf(service, topology)) {
    if (!down.includes(name) && sorry === null) table.set(name, weight);
    else if (service.inhibitOnFailure) table.set(name, 0);
  }
  if (sorry !== null) table.set(sorry, sorryServerWeight);
  return table;
}

/** Name of the sorry server that stands in while these real servers are down; null when none does. */
export function standsIn(topology: Topology, service: VirtualService, down: readonly string[]): string | null {
  if (!service.sorryServer || topology.sorryServer === undefined) return null;
  const weightUp = serversOf(service, topology)
    .filter(({ name }) => !down.includes(name))
    .reduce((sum, { weight }) => sum + weight, 0);
  const quorum = service.quorum ?? defaultQuorum;
  const lost = weightUp === 0 || weightUp < quorum - (service.hysteresis ?? defaultHysteresis);
  return lost ? topology.sorryServer.name : null;
}

/** Where two tables differ: name to what the second one says of it, null for not in it. */
export function differences(from: ServiceTable, to: ServiceTable): Map<string, number | null> {
  const names = new Set([...from.keys(), ...to.keys()]);
  const differing = [...names].filter((name) => from.get(name) !== to.get(name));
  return new Map(differing.map((name) => [name, to.get(name) ?? null]));
}
