import { farAddressFor, gatewayOf } from './inside.ts';
import { formatIpv4, parseIpv4, subnetsOf } from './ipv4.ts';
import { vipsOf } from './keepalived/vips.ts';
import type { Client, RealServer, Topology } from './model.ts';

/** Stands in a line for the interface that has the node's address: what it is called is the engine's business. */
export const linkPlaceholder = '@LINK@';

/**
 * The routes that a node needs beside those the engine gives it, as lines for `ip -batch` that may be repeated. The node's
 * first process adds them; the kernel forgets them when the link goes down, so healing adds them again.
 */
export function routesOf(topology: Topology, node: string): string[] {
  const { directors, realServers, sorryServer, clients } = topology;
  const client = clients.find(({ name }) => name === node);
  if (client !== undefined) return clientRoutes(topology, client);
  if (directors.some(({ name }) => name === node)) return [...directorRoutes(topology), ...sourceRoutes(topology)];
  const servers: Pick<RealServer, 'name' | 'address' | 'gateway'>[] = [
    ...realServers,
    ...(sorryServer === undefined ? [] : [sorryServer]),
  ];
  const server = servers.find(({ name }) => name === node);
  return server === undefined ? [] : serverRoutes(topology, server);
}

function serverRoutes(topology: Topology, server: Pick<RealServer, 'address' | 'gateway'>): string[] {
  const { realServerAdvmss, inside, subnet } = topology;
  const gateway = gatewayOf(topology, server);
  const clamp = realServerAdvmss === undefined ? '' : ` advmss ${realServerAdvmss}`;
  const link = inside?.subnet ?? subnet;
  return [
    // The kernel's own route of the link, with the clamp.
    ...(clamp === ''
      ? []
      : [`route replace ${link} dev ${linkPlaceholder} proto kernel scope link src ${server.address}${clamp}`]),
    ...(gateway === undefined
      ? sourceRoutes(topology, clamp)
      : [`route replace default via ${gateway} dev ${linkPlaceholder}${clamp}`]),
  ];
}

/** The addresses from which each client asks from afar, each once, and the VIPs that it asks so. */
function farPlaces(topology: Topology, client: Client): { far: string; vip: string }[] {
  const places = topology.virtualServices.flatMap((service) => {
    const far = farAddressFor(topology, client, service);
    return far === undefined ? [] : [{ far, vip: service.vip }];
  });
  return [...new Map(places.map((place) => [place.vip, place])).values()];
}

/** So that also what chooses no address of its own asks from afar, and nothing sends what the path does not take. */
function clientRoutes(topology: Topology, client: Client): string[] {
  const { clientRouteMtu } = topology;
  const farOf = new Map(farPlaces(topology, client).map(({ vip, far }) => [vip, far]));
  return vipsOf(topology).flatMap((vip) => {
    const far = farOf.get(vip);
    const options = [
      ...(far === undefined ? [] : [`src ${far}`]),
      ...(clientRouteMtu === undefined ? [] : [`mtu ${clientRouteMtu}`]),
    ];
    return options.length === 0 ? [] : [`route replace ${vip}/32 dev ${linkPlaceholder} ${options.join(' ')}`];
  });
}

/** To the director the client that is far to real servers is on the link. */
function directorRoutes(topology: Topology): string[] {
  const far = topology.clients.flatMap((client) => farPlaces(topology, client).map((place) => place.far));
  return [...new Set(far)].map((address) => `route replace ${address}/32 dev ${linkPlaceholder}`);
}

/** Up to so many addresses of a client are neighbours like any others. */
const fewSources = 64;

/**
 * To many addresses of one client by way of its first: one neighbour, where there would be hundreds for each node. All
 * network namespaces of a kernel share one table of 1024 neighbours (`gc_thresh3`, Documentation/networking/ip-sysctl.rst),
 * and without room in it packets are dropped.
 */
function sourceRoutes({ clients }: Topology, options = ''): string[] {
  return clients
    .filter(({ sourceAddresses }) => sourceAddresses.length > fewSources)
    .flatMap(({ address, sourceAddresses }) =>
      subnetsOf(sourceAddresses.flatMap((one) => parseIpv4(one) ?? [])).map(
        ({ network, prefixLength }) =>
          `route replace ${formatIpv4(network)}/${prefixLength} via ${address} dev ${linkPlaceholder}${options}`,
      ),
    );
}
