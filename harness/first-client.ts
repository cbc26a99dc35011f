import type { Cluster, Node } from './cluster/interface.ts';
import { DrillError } from './errors.ts';
import { askedServices } from './ipvs/services.ts';
import type { Client, VirtualService } from './model.ts';

/**
 * The client that sends the requests and watches the wire, and the virtual services it asks: all but those that are
 * untouched. Only the first client: an interval between requests means something for one stream of them. `service` is the
 * first of `services`, for what asks only one. Throws a `DrillError` when there is none.
 */
export function firstClient({ clients, topology }: Pick<Cluster, 'clients' | 'topology'>): {
  client: Client;
  node: Node;
  service: VirtualService;
  services: VirtualService[];
} {
  const [first] = clients();
  const services = askedServices(topology);
  const [service] = services;
  if (first === undefined || service === undefined) {
    throw new DrillError(`Topology ${topology.name} has no client, or no virtual service that may be asked.`);
  }
  return { ...first, service, services };
}
