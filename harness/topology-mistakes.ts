import { formatIpv4, type Ipv4Subnet, parseIpv4, parseIpv4Subnet } from './ipv4.ts';
import type { Director, Topology, VirtualService, VrrpInstance } from './model.ts';

/**
 * Everything that is wrong with a topology, one sentence each, all at once; empty when it can be brought up.
 * Looks at values only: that all fields are there is the compiler's or the file reader's business.
 */
export function topologyMistakes(topology: Topology): string[] {
  const nodes = [...topology.directors, ...topology.realServers, ...topology.clients];
  return [
    // Each folder of a topology's name is a word like a host name.
    ...topology.name.split('/').flatMap((word) => nameMistakes([word])),
    ...nameMistakes(nodes.map((node) => node.name)),
    ...missing('director', topology.directors),
    ...missing('real server', topology.realServers),
    ...missing('client', topology.clients),
    ...missing('virtual service', topology.virtualServices),
    ...addressMistakes(topology),
    ...vrrpMistakes(topology.vrrp),
    ...topology.directors.flatMap((director) => directorMistakes(director, topology.vrrp)),
    ...topology.realServers.flatMap((server) => range(`Weight of ${server.name}`, server.weight, 0, 65_535)),
    ...topology.virtualServices.flatMap(serviceMistakes),
    ...repeated(topology.virtualServices.map((service) => `${service.vip}:${service.port}`)).map(
      (one) => `Virtual service ${one} is there more than once.`,
    ),
  ];
}

/** RFC 2544 C.2.2: set aside for benchmarking, so that it collides with nobody's network. */
const benchmarking = { cidr: '198.18.0.0/15', first: 0xc612_0000, last: 0xc613_ffff };

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
  const owned = [
    ...topology.directors.map((node) => ({ owner: node.name, address: node.address })),
    ...topology.realServers.map((node) => ({ owner: node.name, address: node.address })),
    ...topology.clients.flatMap((node) =>
      [node.address, ...node.sourceAddresses].map((address) => ({ owner: node.name, address })),
    ),
  ];
  const vips = [...new Set(topology.virtualServices.map((service) => service.vip))];
  const all = [...owned, ...vips.map((vip) => ({ owner: 'VIP', address: vip }))];
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

function vrrpMistakes(vrrp: VrrpInstance): string[] {
  const interval = vrrp.advertIntervalMs;
  const intervalMistakes =
    vrrp.version === 2 && (interval % 1000 !== 0 || !within(interval, 1000, 255_000))
      ? [`Advertisement interval ${interval} ms: VRRP version 2 knows whole seconds only, 1 to 255.`]
      : vrrp.version === 3 && (interval % 10 !== 0 || !within(interval, 10, 40_950))
        ? [`Advertisement interval ${interval} ms: VRRP version 3 knows multiples of 10 ms, 10 to 40950.`]
        : [];
  return [
    ...range('Virtual router id', vrrp.virtualRouterId, 1, 255),
    ...intervalMistakes,
    ...passwordMistakes('the VRRP instance', vrrp.password, vrrp.version),
  ];
}

function directorMistakes(director: Director, vrrp: VrrpInstance): string[] {
  const mistakes = [
    ...range(`Priority of ${director.name}`, director.priority, 1, 254),
    ...passwordMistakes(director.name, director.password, vrrp.version),
  ];
  if (!vrrp.preempt && director.initialState === 'MASTER') {
    mistakes.push(`${director.name} must have initialState BACKUP: keepalived honours nopreempt only there.`);
  }
  return mistakes;
}

function passwordMistakes(owner: string, password: string | undefined, version: 2 | 3): string[] {
  if (password === undefined) return [];
  if (version === 3) return [`The password of ${owner} is without effect: VRRP version 3 has none.`];
  // Quotes, blanks, '#' and '!' mean something to keepalived's parser; of more than 8 characters it reads 8.
  const usable = /^[A-Za-z0-9_.-]{1,8}$/.test(password);
  return usable ? [] : [`The password of ${owner} must be 1 to 8 letters, digits, dots, hyphens or underscores.`];
}

function serviceMistakes(service: VirtualService): string[] {
  const name = `${service.vip}:${service.port}`;
  const { healthCheck, persistenceTimeoutMs } = service;
  const dayMs = 86_400_000;
  return [
    ...range(`Port of ${name}`, service.port, 1, 65_535),
    ...(persistenceTimeoutMs !== undefined && (persistenceTimeoutMs % 1000 !== 0 || persistenceTimeoutMs < 1000)
      ? [`Persistence timeout of ${name} must be whole seconds, at least 1, got ${persistenceTimeoutMs} ms.`]
      : []),
    ...range(`delayLoopMs of ${name}`, healthCheck.delayLoopMs, 1, dayMs),
    ...range(`connectTimeoutMs of ${name}`, healthCheck.connectTimeoutMs, 1, dayMs),
    ...range(`retries of ${name}`, healthCheck.retries, 0, 1000),
    ...range(`delayBeforeRetryMs of ${name}`, healthCheck.delayBeforeRetryMs, 1, dayMs),
  ];
}

function range(what: string, value: number, low: number, high: number): string[] {
  const right = Number.isInteger(value) && within(value, low, high);
  return right ? [] : [`${what} must be a whole number from ${low} to ${high}, got ${value}.`];
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function repeated(values: string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
