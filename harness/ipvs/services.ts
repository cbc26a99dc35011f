import type { Path, RealServer, Topology, VirtualService } from '../model.ts';

/** The real servers of a virtual service, each with the weight it has there, in the topology's order. */
export function serversOf(
  service: Pick<VirtualService, 'weights'>,
  { realServers }: Pick<Topology, 'realServers'>,
): RealServer[] {
  const { weights } = service;
  if (weights === undefined) return realServers;
  return realServers.flatMap((server, place) => {
    const weight = weights[place] ?? null;
    return weight === null ? [] : [{ ...server, weight }];
  });
}

/** The virtual services that readiness, the prober and the long-lived connections ask. */
export function askedServices({ virtualServices }: Pick<Topology, 'virtualServices'>): VirtualService[] {
  return virtualServices.filter(({ untouched }) => untouched !== true);
}

/** The virtual services that nobody asks but the scenario's own traffic. */
export function untouchedServices({ virtualServices }: Pick<Topology, 'virtualServices'>): VirtualService[] {
  return virtualServices.filter(({ untouched }) => untouched === true);
}

/** The virtual service that a path leads through; the direct one leads to the ports of the first. */
export function serviceFor(
  { virtualServices }: Pick<Topology, 'virtualServices'>,
  path: Path,
): VirtualService | undefined {
  return path === 'direct'
    ? virtualServices[0]
    : virtualServices.find(({ forwardingMethod }) => forwardingMethod === path);
}

/** The topology without one of its real servers. */
export function withoutRealServer(topology: Topology, name: string): Topology {
  const place = topology.realServers.findIndex((server) => server.name === name);
  if (place < 0) return topology;
  return {
    ...topology,
    realServers: topology.realServers.toSpliced(place, 1),
    virtualServices: withWeights(topology, (weights) => weights.toSpliced(place, 1)),
  };
}

/** The topology with one of its real servers at weight 0, in every virtual service that it is in. */
export function withRealServerDrained(topology: Topology, name: string): Topology {
  const place = topology.realServers.findIndex((server) => server.name === name);
  const drained = (weights: (number | null)[]) =>
    weights.map((weight, index) => (index === place && weight !== null ? 0 : weight));
  return {
    ...topology,
    realServers: topology.realServers.map((server) => (server.name === name ? { ...server, weight: 0 } : server)),
    virtualServices: withWeights(topology, drained),
  };
}

function withWeights(
  { virtualServices }: Topology,
  change: (weights: (number | null)[]) => (number | null)[],
): VirtualService[] {
  return virtualServices.map((service) =>
    service.weights === undefined ? service : { ...service, weights: change(service.weights) },
  );
}
