import { expect, test } from 'vitest';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import type { Topology, VirtualService } from '../model.ts';
import { topologyMistakes } from '../topology-mistakes.ts';
import { first } from './mistakes-after.ts';

const [service] = drPair.virtualServices as [VirtualService];

/** NAT and DR side by side in one network. */
function oneArm(): Topology {
  return structuredClone<Topology>({
    ...drPair,
    inside: { vip: '198.18.0.99' },
    clients: drPair.clients.map((client) => ({ ...client, farAddress: '198.19.0.5' })),
    virtualServices: [service, { ...service, vip: '198.18.0.101', forwardingMethod: 'NAT' }],
  });
}

/** Two networks. */
function twoArms(): Topology {
  return structuredClone<Topology>({
    ...drPair,
    inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
    directors: drPair.directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
    realServers: drPair.realServers.map((one, place) => ({ ...one, address: `198.18.1.${21 + place}` })),
    virtualServices: [{ ...service, forwardingMethod: 'NAT' }],
  });
}

test('both have none', () => {
  expect(topologyMistakes(oneArm())).toEqual([]);
  expect(topologyMistakes(twoArms())).toEqual([]);
});

const inside = (topology: Topology) => topology.inside ?? { vip: '' };

const oneArmCases: [string, (topology: Topology) => void, string][] = [
  ['NAT without a way back', (t) => delete t.inside, 'NAT needs `inside`'],
  ['an inside VIP that is outside', (t) => (inside(t).vip = '198.19.0.99'), 'the inside VIP is outside the subnet'],
  ['an inside VIP that is a VIP', (t) => (inside(t).vip = '198.18.0.100'), 'more than once: VIP, the inside VIP'],
  ['a client that is near', (t) => delete first(t.clients).farAddress, 'client-1 must have a farAddress'],
  [
    'a far address that is near',
    (t) => (first(t.clients).farAddress = '198.18.0.5'),
    'of client-1 must lie outside the subnet 198.18.0.0/24',
  ],
  [
    'a far address of somebody else’s',
    (t) => (first(t.clients).farAddress = '192.0.2.5'),
    'of client-1 must lie inside 198.18.0.0/15',
  ],
  [
    'a far address that is none',
    (t) => (first(t.clients).farAddress = 'far'),
    'far of client-1 is not an IPv4 address',
  ],
  [
    'a far address that nobody needs',
    (t) => (t.virtualServices = [service]),
    'farAddress of client-1 is without effect: no service is forwarded by NAT in one network',
  ],
  [
    'NAT and DR on one VIP',
    (t) => t.virtualServices.push({ ...service, vip: '198.18.0.101', port: 81 }),
    'VIP 198.18.0.101 must have NAT for all of its services, or for none',
  ],
  [
    'an inside address without an inside',
    (t) => (first(t.directors).insideAddress = '198.18.0.9'),
    'insideAddress of director-1 is without effect',
  ],
  ['its own gateway', (t) => (first(t.realServers).gateway = '198.18.0.21'), 'The gateway of real-server-1 is its own'],
  ['a gateway that is none', (t) => (first(t.realServers).gateway = 'far'), 'gateway far of real-server-1 is not an'],
  [
    'a gateway that real servers cannot reach',
    (t) => (first(t.realServers).gateway = '198.19.0.1'),
    'The gateway 198.19.0.1 of real-server-1 is outside the subnet 198.18.0.0/24',
  ],
];

const twoArmsCases: [string, (topology: Topology) => void, string][] = [
  ['a director with one arm', (t) => delete first(t.directors).insideAddress, 'director-1 must have an insideAddress'],
  ['DR', (t) => (first(t.virtualServices).forwardingMethod = 'DR'), '198.18.0.100:80 must be forwarded by NAT, not DR'],
  ['a far address', (t) => (first(t.clients).farAddress = '198.19.0.5'), 'with an inside subnet every client is far'],
  [
    'an inside subnet with host bits',
    (t) => (inside(t).subnet = '198.18.1.1/24'),
    "Inside subnet '198.18.1.1/24' must be an IPv4 subnet",
  ],
  [
    'an inside subnet that is somebody else’s',
    (t) => (inside(t).subnet = '192.0.2.0/24'),
    'Inside subnet 192.0.2.0/24 must lie inside 198.18.0.0/15',
  ],
  [
    'an inside subnet in the other one',
    (t) => (t.subnet = '198.18.0.0/23'),
    'Inside subnet 198.18.1.0/24 overlaps the subnet 198.18.0.0/23',
  ],
  ['an inside VIP that is outside', (t) => (inside(t).vip = '198.18.0.99'), 'the inside VIP is outside the subnet'],
  [
    'an inside subnet without room to listen',
    (t) => {
      t.inside = { subnet: '198.18.1.0/29', vip: '198.18.1.2' };
      t.directors.forEach((director, place) => {
        director.insideAddress = `198.18.1.${3 + place}`;
      });
      t.realServers = t.realServers
        .slice(0, 2)
        .map((server, place) => ({ ...server, address: `198.18.1.${5 + place}` }));
    },
    'Inside subnet 198.18.1.0/29 must have an address to spare',
  ],
  [
    'a real server among the clients',
    (t) => (first(t.realServers).address = '198.18.0.21'),
    '198.18.0.21 of real-server-1 is outside the subnet 198.18.1.0/24',
  ],
  [
    'a client among the real servers',
    (t) => (first(t.clients).address = '198.18.1.31'),
    '198.18.1.31 of client-1 is outside the subnet 198.18.0.0/24',
  ],
  [
    'an inside address outside',
    (t) => (first(t.directors).insideAddress = '198.18.0.9'),
    '198.18.0.9 of director-1 is outside the subnet 198.18.1.0/24',
  ],
  [
    'one inside address twice',
    (t) => (first(t.directors).insideAddress = '198.18.1.21'),
    'more than once: director-1, real-server-1',
  ],
];

function expectOneMistake(topology: Topology, change: (topology: Topology) => void, expected: string): void {
  change(topology);
  const mistakes = topologyMistakes(topology);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(expected);
}

test.each(oneArmCases)('one arm: %s', (_, change, expected) => expectOneMistake(oneArm(), change, expected));

test.each(twoArmsCases)('two arms: %s', (_, change, expected) => expectOneMistake(twoArms(), change, expected));

test('a gateway where no answer goes through the directors', () => {
  const gateways = drPair.realServers.map((server) => ({ ...server, gateway: '198.18.0.31' }));
  expect(topologyMistakes({ ...drPair, realServers: gateways.slice(0, 1) })).toEqual([
    'The gateway of real-server-1 is without effect: no answer goes through the directors.',
  ]);
});
