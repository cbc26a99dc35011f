import { expect, test } from 'vitest';
import { syntheticTopology } from './measure/synthetic-run.ts';
import { first, mistakesAfter } from './mistakes/mistakes-after.ts';
import type { Stranger, Topology } from './model.ts';
import { topologyMistakes } from './topology-mistakes.ts';

test('a good topology has none', () => {
  expect(topologyMistakes(syntheticTopology())).toEqual([]);
});

const cases: [string, (topology: Topology) => void, string | RegExp][] = [
  ['a subnet outside the benchmarking range', (t) => (t.subnet = '192.0.2.0/24'), 'must lie inside 198.18.0.0/15'],
  ['a subnet wider than the benchmarking range', (t) => (t.subnet = '198.16.0.0/14'), 'must lie inside 198.18.0.0/15'],
  ['a subnet with host bits', (t) => (t.subnet = '198.18.0.1/24'), 'with all host bits zero'],
  [
    'an address outside',
    (t) => (first(t.realServers).address = '198.19.0.21'),
    '198.19.0.21 of real-server-1 is outside',
  ],
  ['a source address outside', (t) => first(t.clients).sourceAddresses.push('198.19.0.1'), 'of client-1 is outside'],
  ['no address', (t) => (first(t.clients).address = '198.18.0.300'), 'is not an IPv4 address'],
  ['the broadcast address', (t) => (first(t.clients).address = '198.18.0.255'), 'network or broadcast'],
  ['the gateway', (t) => (first(t.clients).address = '198.18.0.1'), 'keeps for a gateway'],
  ['one address twice', (t) => (first(t.clients).address = '198.18.0.11'), 'more than once: director-1, client-1'],
  [
    'a VIP that a node has',
    (t) => (first(t.virtualServices).vip = '198.18.0.21'),
    'more than once: real-server-1, VIP',
  ],
  [
    'nothing that readiness may ask',
    (t) => (first(t.virtualServices).untouched = true),
    'Every virtual service is untouched',
  ],
  ['one name twice', (t) => (first(t.realServers).name = 'director-1'), "Name 'director-1' is there more than once"],
  ['a name with a blank', (t) => (first(t.realServers).name = 'web 1'), "Name 'web 1' must be"],
  ['no directors', (t) => (t.directors = []), 'at least one director'],
  ['no real servers', (t) => (t.realServers = []), 'at least one real server'],
  ['no clients', (t) => (t.clients = []), 'at least one client'],
  ['no services', (t) => (t.virtualServices = []), 'at least one virtual service'],
  ['a weight too high', (t) => (first(t.realServers).weight = 65_536), 'Weight of real-server-1 must be'],
  ['half a weight', (t) => (first(t.realServers).weight = 0.5), 'Weight of real-server-1 must be'],
];

test.each(cases)('%s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => void change(topology));
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toMatch(expected);
});

const stranger: Stranger = {
  name: 'stranger-1',
  address: '198.18.0.61',
  priority: 95,
  vip: '198.18.0.200',
  virtualRouterId: 51,
};

test('the directors of another cluster share its VIP', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.strangers = [stranger, { ...stranger, name: 'stranger-2', address: '198.18.0.62' }];
  });
  expect(mistakes).toBe('');
});

const strangerCases: [string, Partial<Stranger>, string][] = [
  ["a director's name", { name: 'director-1' }, "Name 'director-1' is there more than once"],
  ["a director's address", { address: '198.18.0.11' }, 'more than once: director-1, stranger-1'],
  ['an address outside', { address: '198.19.0.61' }, '198.19.0.61 of stranger-1 is outside'],
  ['our VIP', { vip: '198.18.0.10' }, "more than once: VIP, another cluster's VIP"],
  ['a VIP outside', { vip: '198.19.0.200' }, "198.19.0.200 of another cluster's VIP is outside"],
  ['a priority of 0', { priority: 0 }, 'Priority of stranger-1 must be'],
  ['a virtual router id of 0', { virtualRouterId: 0 }, 'Virtual router id of stranger-1 must be'],
  ['a long password', { password: 'ninechars' }, 'The password of stranger-1 must be'],
];

test.each(strangerCases)('a director of another cluster with %s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => {
    topology.strangers = [{ ...stranger, ...change }];
  });
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toContain(expected);
});

test('a sorry server has a name and an address of its own', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.sorryServer = { name: 'real-server-1', address: '198.18.0.21' };
  });
  expect(mistakes).toContain("Name 'real-server-1' is there more than once.");
  expect(mistakes).toContain('more than once: real-server-1, real-server-1');
});

test('sysctls are those of IPv4, with a value', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.directorSysctls = { 'kernel.panic': '1', 'net.ipv4.vs.conntrack': '' };
  });
  expect(mistakes).toBe(
    "sysctl 'kernel.panic' must be one below net.ipv4.\nsysctl 'net.ipv4.vs.conntrack' must have a value.",
  );
});

test('all mistakes are told at once', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.vrrp.advertIntervalMs = 1500;
    first(topology.directors).priority = 300;
    first(topology.realServers).weight = -1;
    topology.clients = [];
  });
  expect(mistakes.split('\n')).toHaveLength(4);
});

test.each(['1\n2', '$(x)', '\u001b[2J'])('%j is no value of a sysctl', (value) => {
  const mistakes = mistakesAfter((topology) => {
    topology.directorSysctls = { 'net.ipv4.vs.conntrack': value };
  });
  expect(mistakes).toBe(`sysctl 'net.ipv4.vs.conntrack' must be words and numbers, got '${value}'.`);
});

test('what directors run in truth is looked at like what is said of them', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.actually = { directors: [{ password: 'a\n}' }], services: { persistenceTimeoutMs: 1500 } };
  });
  expect(mistakes).toContain('The password of director-1 must be 1 to 8 letters');
  expect(mistakes).toContain('Persistence timeout of 198.18.0.10:80 must be whole seconds');
});

test('more directors in truth than there are', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.actually = { directors: [{}, {}, {}] };
  });
  expect(mistakes).toContain('changes 3 directors');
});
