import { DrillError } from '../errors.ts';
import { askedServices } from '../ipvs/services.ts';
import type { IpvsService } from '../ipvs/table.ts';
import type { Topology, VirtualService } from '../model.ts';
import type { Fault } from './fault.ts';
import { takeoverSeenMs } from './intervals.ts';
import { confirmTables, directorNames, healConfiguration, reloadAll } from './reload.ts';

const added = 200;
const firstPort = 1000;
/** Of the checks of added services: all of them together must not cost more than a few checks per second, ms. */
const addedDelayLoopMs = 60_000;
/** From keepalived's word that it has read its configuration to the first service in the table, ms. */
const begunWithinMs = 1000;
/** Adding 200 services takes below a second; a busy lab needs longer, ms. */
const addedWithinMs = 15_000;

/** A configuration that grows: many services on other ports of the same VIP, so that no VIP comes or goes. */
export const fault: Fault = {
  facts: {
    name: 'add-virtual-services',
    summary: `${added} virtual services are added to the configuration, and every director reloaded`,
    colour: '#70db8b',
    aim: 'master',
    detection: 'none',
    dataPath: 'none',
    reversion: 'reassert',
  },
  leaves: 'running',
  leadMs: 1500,
  holdMs: takeoverSeenMs,
  inject: (context, atMs) => reloadAll(context, withMoreServices, atMs),
  async confirm(context) {
    const begun = await confirmTables(context, (table) => addedTo(table) > 0, 'further services', begunWithinMs);
    if (!begun.confirmed) return begun;
    return confirmTables(context, (table) => addedTo(table) >= added, `${added} services more`, addedWithinMs);
  },
  heal: (context) => healConfiguration(context, directorNames(context)),
};

function addedTo(table: readonly IpvsService[]): number {
  return table.filter(({ port }) => isAdded(port)).length;
}

function isAdded(port: number | null): boolean {
  return port !== null && port >= firstPort && port < firstPort + added;
}

function withMoreServices(topology: Topology): Topology {
  const [first] = askedServices(topology);
  if (first === undefined || topology.virtualServices.some(({ port }) => isAdded(port))) {
    throw new DrillError(`${topology.name} has no virtual service, or one on the ports that are to be added.`);
  }
  // Without the label, which would stand for many, and the sorry server, which nobody will be sent to.
  const { label: _, sorryServer: __, ...template } = first;
  const more = Array.from(
    { length: added },
    (_unused, index): VirtualService => ({
      ...template,
      port: firstPort + index,
      // Nothing listens on these ports: health is asked where the first service is.
      healthCheck: {
        ...first.healthCheck,
        delayLoopMs: addedDelayLoopMs,
        port: first.healthCheck.port ?? first.port,
      },
    }),
  );
  return { ...topology, virtualServices: [...topology.virtualServices, ...more] };
}
