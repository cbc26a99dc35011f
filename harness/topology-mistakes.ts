import { formatIpv4, type Ipv4Subnet, parseIpv4, parseIpv4Subnet } from './ipv4.ts';
import { vipsOf } from './keepalived/vips.ts';
import { repeated, wholeNumber } from './mistakes/limits.ts';
import { serviceMistakes } from './mistakes/service.ts';
import { vrrpMistakes } from './mistakes/vrrp.ts';
import type { Topology } from './model.ts';

/**
 * Everything that is wrong with a topology, one sentence each, all at once; empty when it can be brought up.
 * Looks at values only: that all fields are there is the compiler's or the file reader's business. `wrongOnPurpose` lets
 * pass an advertisement interval of VRRP version 2 that is no whole second: keepalived rounds it and goes on.
 */
export function topologyMistakes(topology: Topology): string[] {
  return [
    // Each folder of a topology's name is a word like a host name.
    ...topology.name.split('/').flatMap((word) => nameMistakes([word])),
    ...nameMistakes(nodesOf(topology).map((node) => node.name)),
    ...missing('director', topology.directors),
    ...missing('real server', topology.realServers),
    ...missing('client', topology.clients),
    ...missing('virtual service', topology.virtualServices),
    ...addressMistakes(topology),
    ...vrrpMistakes(topology),
    ...topology.realServers.flatMap((server) => wholeNumber(`Weight of ${server.name}`, server.weight, 0, 65_535)),
    ...serviceMistakes(topology),
    ...sysctlMistakes(topology.directorSysctls ?? {}),
  ];
}

/** RFC 2544 C.2.2: set aside for benchmarking, so that it collides with nobody's network. */
const benchmarking = { cidr: '198.18.0.0/15', first: 0xc612_0000, last: 0xc613_ffff };

/** Everything that becomes a container with an address. */
function nodesOf(topology: Topology): { name: string; address: string; sourceAddresses?: string[] }[] {
  const { directors, realServers, clients, sorryServer, strangers = [] } = topology;
  return [...directors, ...realServers, ...(sorryServer === undefined ? [] : [sorryServer]), ...strangers, ...clients];
}

function nameMistakes(names: string[]): string[] {
  const malformed = names.filter((name) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name));
  return [
    ...malformed.map((name) => `Name '${name}' must be lower-case letters, digits and hyphens (a host name).`),
    ...repeated(names).map((name) => `Name '${name}' is there more than once.`),
  ];
}

function missing(noun: string, list: unknown[]): string[] {
  return list.length === 0 ? [`There must be at least one ${noun}.`] : [];
}

function addressMistakes(topology: Topology): string[] {
  const subnet = parseIpv4Subnet(topology.subnet);
  const subnetMistakes =
    subnet === null
      ? [`Subnet '${topology.subnet}' must be an IPv4 subnet such as 198.18.0.0/24, with all host bits zero.`]
      : subnet.network < benchmarking.first || subnet.broadcast > benchmarking.last
        ? [`Subnet ${topology.subnet} must lie inside ${benchmarking.cidr}.`]
        : [];
  const owned = nodesOf(topology).flatMap(({ name, address, sourceAddresses = [] }) =>
    [address, ...sourceAddresses].map((one) => ({ owner: name, address: one })),
  );
  const vips = vipsOf(topology);
  // Two directors of one other cluster share its VIP, as ours do.
  const strangersVips = [...new Set(topology.strangers?.map((stranger) => stranger.vip))];
  const all = [
    ...owned,
    ...vips.map((address) => ({ owner: 'VIP', address })),
    ...strangersVips.map((address) => ({ owner: "another cluster's VIP", address })),
  ];
  // In a wrong subnet every address is wrong too: saying so for each would hide the one mistake.
  const judged = subnetMistakes.length === 0 ? subnet : null;
  const malformed = all.flatMap(({ owner, address }) =>
    placeMistakes(`Address ${address} of ${owner}`, address, judged),
  );
  const taken = repeated(all.map((one) => one.address)).map((address) => {
    const owners = all.filter((one) => one.address === address).map((one) => one.owner);
    return `Address ${address} is there more than once: ${owners.join(', ')}.`;
  });
  return [...subnetMistakes, ...malformed, ...taken];
}

function placeMistakes(what: string, text: string, subnet: Ipv4Subnet | null): string[] {
  const address = parseIpv4(text);
  if (address === null) return [`${what} is not an IPv4 address.`];
  if (subnet === null) return [];
  if (address < subnet.network || address > subnet.broadcast) {
    return [`${what} is outside the subnet ${formatIpv4(subnet.network)}/${subnet.prefixLength}.`];
  }
  if (address === subnet.network || address === subnet.broadcast) {
    return [`${what} is the subnet's network or broadcast address.`];
  }
  // Docker's address management reserves it also where the network has no way out.
  if (address === subnet.network + 1) return [`${what} is the subnet's first one, which Docker keeps for a gateway.`];
  return [];
}

/** Docker sets those of a network namespace only; IPVS, ARP and forwarding are all below net.ipv4. */
function sysctlMistakes(sysctls: { [name: string]: string }): string[] {
  return Object.entries(sysctls).flatMap(([name, value]) => [
    ...(/^net\.ipv4\.[a-z0-9_.-]+$/i.test(name) ? [] : [`sysctl '${name}' must be one below net.ipv4.`]),
    ...(value.trim() === '' ? [`sysctl '${name}' must have a value.`] : []),
  ]);
}
