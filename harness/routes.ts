import { farAddressFor, gatewayOf } from './inside.ts';
import { formatIpv4, parseIpv4, subnetsOf } from './ipv4.ts';
import { vipsOf } from './keepalived/vips.ts';
import type { Client, RealServer, Topology } from './model.ts';

/** Stands in a line for the interface that has the node's address: what it is called is the engine's business. */
export const linkPlaceholder = '@LINK@';

/** A route out of the interface that has the node's address. */
export interface Route {
  /** A subnet, or `default`. */
  to: string;
  /** Absent: on the link. */
  via?: string;
  /** The node's own address from which it sends, where it chooses none. */
  source?: string;
  /** In place of the route that the kernel makes of the node's own address and subnet. */
  kernelOwn?: true;
  /** Largest segment that others are told to send, bytes. */
  advmss?: number;
  /** Bytes. */
  mtu?: number;
}

/**
 * The routes that a node needs beside those the engine gives it. The node's first process adds them; the kernel forgets
 * them when the link goes down, so healing adds them again.
 */
export function routesOf(topology: Topology, node: string): Route[] {
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

/** A line for `ip -batch` that makes the route, whether it is there or not. */
export function routeLine({ to, via, source, kernelOwn, advmss, mtu }: Route): string {
  return [
    `route replace ${to}`,
    ...(via === undefined ? [] : [`via ${via}`]),
    `dev ${linkPlaceholder}`,
    ...(kernelOwn === true ? ['proto kernel scope link'] : []),
    ...(source === undefined ? [] : [`src ${source}`]),
    ...(advmss === undefined ? [] : [`advmss ${advmss}`]),
    ...(mtu === undefined ? [] : [`mtu ${mtu}`]),
  ].join(' ');
}

/** An entry of `ip -json -4 route show`. */
export interface RouteEntry {
  dst: string;
  gateway?: string;
  prefsrc?: string;
  metrics?: { advmss?: number; mtu?: number }[];
}

/** Those of the routes that a kernel's table lacks. */
export function lackingRoutes(wanted: readonly Route[], table: readonly RouteEntry[]): Route[] {
  return wanted.filter((route) => !table.some((entry) => isRoute(entry, route)));
}

function isRoute(
  { dst, gateway, prefsrc, metrics = [] }: RouteEntry,
  { to, via, source, advmss, mtu }: Route,
): boolean {
  const has = (metric: 'advmss' | 'mtu', value: number | undefined) =>
    value === undefined || metrics.some((one) => one[metric] === value);
  // ip leaves the length of a single address out.
  const same = dst === to.replace(/\/32$/, '') && gateway === via;
  return same && (source === undefined || prefsrc === source) && has('advmss', advmss) && has('mtu', mtu);
}

function serverRoutes(topology: Topology, server: Pick<RealServer, 'address' | 'gateway'>): Route[] {
  const { realServerAdvmss, inside, subnet } = topology;
  const via = gatewayOf(topology, server);
  const clamp = realServerAdvmss === undefined ? {} : { advmss: realServerAdvmss };
  const own: Route = { to: inside?.subnet ?? subnet, source: server.address, kernelOwn: true, ...clamp };
  return [
    ...(realServerAdvmss === undefined ? [] : [own]),
    ...(via === undefined ? sourceRoutes(topology).map((route) => ({ ...route, ...clamp })) : []),
    ...(via === undefined ? [] : [{ to: 'default', via, ...clamp }]),
  ];
}

/** The addresses from which a client asks from afar, and the VIPs that it asks so, each once. */
function farPlaces(topology: Topology, client: Client): { far: string; vip: string }[] {
  const places = topology.virtualServices.flatMap((service) => {
    const far = farAddressFor(topology, client, service);
    return far === undefined ? [] : [{ far, vip: service.vip }];
  });
  return [...new Map(places.map((place) => [place.vip, place])).values()];
}

/** So that also what chooses no address of its own asks from afar, and nothing sends what the path does not take. */
function clientRoutes(topology: Topology, client: Client): Route[] {
  const { clientRouteMtu } = topology;
  const farOf = new Map(farPlaces(topology, client).map(({ vip, far }) => [vip, far]));
  return vipsOf(topology).flatMap((vip) => {
    const source = farOf.get(vip);
    if (source === undefined && clientRouteMtu === undefined) return [];
    return [
      {
        to: `${vip}/32`,
        ...(source === undefined ? {} : { source }),
        ...(clientRouteMtu === undefined ? {} : { mtu: clientRouteMtu }),
      },
    ];
  });
}

/** To the director the client that is far to real servers is on the link. */
function directorRoutes(topology: Topology): Route[] {
  const far = topology.clients.flatMap((client) => farPlaces(topology, client).map((place) => place.far));
  return [...new Set(far)].map((address) => ({ to: `${address}/32` }));
}

/** Up to so many addresses of a client are neighbours like any others. */
const fewSources = 64;

/**
 * To many addresses of one client by way of its first: one neighbour, where there would be hundreds for each node. All
 * network namespaces of a kernel share one table of 1024 neighbours (`gc_thresh3`, Documentation/networking/ip-sysctl.rst),
 * and without room in it packets are dropped.
 */
function sourceRoutes({ clients }: Topology): Route[] {
  return clients
    .filter(({ sourceAddresses }) => sourceAddresses.length > fewSources)
    .flatMap(({ address, sourceAddresses }) =>
      subnetsOf(sourceAddresses.flatMap((one) => parseIpv4(one) ?? [])).map(({ network, prefixLength }) => ({
        to: `${formatIpv4(network)}/${prefixLength}`,
        via: address,
      })),
    );
}
