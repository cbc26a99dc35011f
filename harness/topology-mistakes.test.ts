import { expect, test } from 'vitest';
import { syntheticTopology } from './measure/synthetic-run.ts';
import type { Topology } from './model.ts';
import { topologyMistakes } from './topology-mistakes.ts';

/** The mistakes of a good topology after one change. */
function mistakesAfter(change: (topology: Topology) => void): string {
  const topology = structuredClone(syntheticTopology());
  change(topology);
  return topologyMistakes(topology).join('\n');
}

function first<T>(list: T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('the list is empty');
  return one;
}

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
  ['one name twice', (t) => (first(t.realServers).name = 'director-1'), "Name 'director-1' is there more than once"],
  ['a name with a blank', (t) => (first(t.realServers).name = 'web 1'), "Name 'web 1' must be"],
  ['no directors', (t) => (t.directors = []), 'at least one director'],
  ['no real servers', (t) => (t.realServers = []), 'at least one real server'],
  ['no clients', (t) => (t.clients = []), 'at least one client'],
  ['no services', (t) => (t.virtualServices = []), 'at least one virtual service'],
  [
    'one service twice',
    (t) => t.virtualServices.push(first(t.virtualServices)),
    '198.18.0.10:80 is there more than once',
  ],
  ['a half second in version 2', (t) => (t.vrrp.advertIntervalMs = 500), 'whole seconds only'],
  ['priority 255', (t) => (first(t.directors).priority = 255), 'from 1 to 254, got 255'],
  ['priority 0', (t) => (first(t.directors).priority = 0), 'from 1 to 254, got 0'],
  ['virtual router id 0', (t) => (t.vrrp.virtualRouterId = 0), 'Virtual router id must be'],
  ['a weight too high', (t) => (first(t.realServers).weight = 65_536), 'Weight of real-server-1 must be'],
  ['half a weight', (t) => (first(t.realServers).weight = 0.5), 'Weight of real-server-1 must be'],
  ['a long password', (t) => (t.vrrp.password = 'ninechars'), 'The password of the VRRP instance must be 1 to 8'],
  ['a commented password', (t) => (first(t.directors).password = '#a'), 'The password of director-1 must be 1 to 8'],
  ['no port', (t) => (first(t.virtualServices).port = 0), 'Port of 198.18.0.10:0 must be'],
  ['half a second of persistence', (t) => (first(t.virtualServices).persistenceTimeoutMs = 500), 'whole seconds'],
  ['no check interval', (t) => (first(t.virtualServices).healthCheck.delayLoopMs = 0), 'delayLoopMs'],
];

test.each(cases)('%s', (_, change, expected) => {
  const mistakes = mistakesAfter((topology) => void change(topology));
  expect(mistakes.split('\n')).toHaveLength(1);
  expect(mistakes).toMatch(expected);
});

test('version 3 has no password and knows hundredths of a second', () => {
  const mistakes = mistakesAfter((topology) => Object.assign(topology.vrrp, { version: 3, advertIntervalMs: 105 }));
  expect(mistakes).toContain('multiples of 10 ms');
  expect(mistakes).toContain('VRRP version 3 has none');
});

test('no preemption needs BACKUP', () => {
  const mistakes = mistakesAfter((topology) => {
    topology.vrrp.preempt = false;
    first(topology.directors).initialState = 'MASTER';
  });
  expect(mistakes).toBe('director-1 must have initialState BACKUP: keepalived honours nopreempt only there.');
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
