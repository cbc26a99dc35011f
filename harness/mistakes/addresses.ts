import { formatIpv4, type Ipv4Subnet, liesIn, parseIpv4, parseIpv4Subnet } from '../ipv4.ts';
import { vipsOf } from '../keepalived/vips.ts';
import { separateServers } from '../local-node.ts';
import type { Topology } from '../model.ts';
import { repeated } from './limits.ts';

/** RFC 2544 C.2.2: set aside for benchmarking, so that it collides with nobody's network. */
const benchmarking = { cidr: '198.18.0.0/15', first: 0xc612_0000, last: 0xc613_ffff };

/** An address, whose it is, and the network it must lie in; `far`: in none of them. */
interface Placed {
  owner: string;
  address: string;
  network: 'outside' | 'inside' | 'far';
}

/** What is wrong with the subnets, and with the addresses in them: each by itself, and all together. */
export function addressMistakes(topology: Topology): string[] {
  const outside = judgedSubnet('Subnet', topology.subnet);
  const inside = topology.inside?.subnet === undefined ? null : judgedSubnet('Inside subnet', topology.inside.subnet);
  const all = addressesOf(topology);
  const malformed = all.flatMap(({ owner, address, network }) => {
    const what = `Address ${address} of ${owner}`;
    if (network === 'far') return farMistakes(what, address, [outside.subnet, inside?.subnet ?? null]);
    return placeMistakes(what, address, network === 'inside' && inside !== null ? inside.subnet : outside.subnet);
  });
  const taken = repeated(all.map((one) => one.address)).map((address) => {
    const owners = all.filter((one) => one.address === address).map((one) => one.owner);
    return `Address ${address} is there more than once: ${owners.join(', ')}.`;
  });
  return [
    ...outside.mistakes,
    ...(inside?.mistakes ?? []),
    ...overlapMistakes(outside.subnet, inside?.subnet ?? null),
    ...malformed,
    ...taken,
  ];
}

function addressesOf(topology: Topology): Placed[] {
  const { directors, realServers, clients, sorryServer, strangers = [], inside } = topology;
  const placed = (network: Placed['network'], owner: string, addresses: (string | undefined)[]): Placed[] =>
    addresses.flatMap((address) => (address === undefined ? [] : [{ owner, address, network }]));
  // One on a director has that one's address, as `localNodeMistakes` asks.
  const servers = [...separateServers(realServers), ...(sorryServer === undefined ? [] : [sorryServer])];
  return [
    ...directors.flatMap(({ name, address, insideAddress }) => [
      ...placed('outside', name, [address]),
      ...placed('inside', name, [insideAddress]),
    ]),
    ...servers.flatMap(({ name, address }) => placed('inside', name, [address])),
    ...strangers.flatMap(({ name, address }) => placed('outside', name, [address])),
    ...clients.flatMap(({ name, address, sourceAddresses, farAddress }) => [
      ...placed('outside', name, [address, ...sourceAddresses]),
      ...placed('far', name, [farAddress]),
    ]),
    ...placed('outside', 'VIP', vipsOf(topology)),
    ...placed('inside', 'the inside VIP', [inside?.vip]),
    // Two directors of one other cluster share its VIP, as ours do.
    ...placed('outside', "another cluster's VIP", [...new Set(strangers.map(({ vip }) => vip))]),
  ];
}

/** Without the subnet when that is wrong: every address in it would be wrong too, and hide the one mistake. */
function judgedSubnet(what: string, text: string): { subnet: Ipv4Subnet | null; mistakes: string[] } {
  const subnet = parseIpv4Subnet(text);
  if (subnet === null) {
    const mistake = `${what} '${text}' must be an IPv4 subnet such as 198.18.0.0/24, with all host bits zero.`;
    return { subnet: null, mistakes: [mistake] };
  }
  if (subnet.network < benchmarking.first || subnet.broadcast > benchmarking.last) {
    return { subnet: null, mistakes: [`${what} ${text} must lie inside ${benchmarking.cidr}.`] };
  }
  return { subnet, mistakes: [] };
}

function overlapMistakes(outside: Ipv4Subnet | null, inside: Ipv4Subnet | null): string[] {
  if (outside === null || inside === null) return [];
  if (inside.network > outside.broadcast || outside.network > inside.broadcast) return [];
  return [`Inside subnet ${written(inside)} overlaps the subnet ${written(outside)}.`];
}

function placeMistakes(what: string, text: string, subnet: Ipv4Subnet | null): string[] {
  const address = parseIpv4(text);
  if (address === null) return [`${what} is not an IPv4 address.`];
  if (subnet === null) return [];
  if (!liesIn(subnet, address)) return [`${what} is outside the subnet ${written(subnet)}.`];
  if (address === subnet.network || address === subnet.broadcast) {
    return [`${what} is the subnet's network or broadcast address.`];
  }
  // Docker's address management reserves it also where the network has no way out.
  if (address === subnet.network + 1) return [`${what} is the subnet's first one, which Docker keeps for a gateway.`];
  return [];
}

function farMistakes(what: string, text: string, subnets: (Ipv4Subnet | null)[]): string[] {
  const address = parseIpv4(text);
  if (address === null) return [`${what} is not an IPv4 address.`];
  if (address < benchmarking.first || address > benchmarking.last) {
    return [`${what} must lie inside ${benchmarking.cidr}.`];
  }
  const near = subnets.find((subnet) => subnet !== null && liesIn(subnet, address));
  return near === undefined || near === null ? [] : [`${what} must lie outside the subnet ${written(near)}.`];
}

function written({ network, prefixLength }: Ipv4Subnet): string {
  return `${formatIpv4(network)}/${prefixLength}`;
}
