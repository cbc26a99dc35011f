import { expect, test } from 'vitest';
import { topology as drPair } from '../topologies/dr-pair.ts';
import { topology as weighted } from '../topologies/reference/weighted-6040.ts';
import type { Topology } from './model.ts';
import { withRealServers } from './real-server-count.ts';
import { changedTopology } from './topology-change.ts';
import { topologyMistakes } from './topology-mistakes.ts';

test('more real servers go on with names and addresses, and ten of them fit', () => {
  const ten = withRealServers(drPair, 10);
  expect(ten.realServers.map(({ name, address }) => `${name} ${address}`)).toEqual(
    Array.from({ length: 10 }, (_, index) => `real-server-${index + 1} 198.18.0.${21 + index}`),
  );
  expect(topologyMistakes(ten)).toEqual([]);
  expect(drPair.realServers).toHaveLength(3);
});

test('fewer are the first of them', () => {
  expect(withRealServers(drPair, 1).realServers).toEqual(drPair.realServers.slice(0, 1));
  expect(withRealServers(weighted, 1).realServers).toEqual(weighted.realServers.slice(0, 1));
  expect(withRealServers(drPair, 3)).toEqual(drPair);
});

test('a scenario can say how many there are', () => {
  expect(changedTopology(drPair, { realServerCount: 5 }).realServers).toHaveLength(5);
});

const services = drPair.virtualServices.map((service) => ({ ...service, weights: [1, null, 3] }));
const odd: [string, Topology, number, string][] = [
  ['weights that differ', weighted, 9, 'real-server-1 is not as the last one is'],
  ['weights of a service', { ...drPair, virtualServices: services }, 2, 'lists a weight for each of its 3'],
  [
    'one that shares a host with a director',
    { ...drPair, realServers: [{ name: 'real-server-1', address: '198.18.0.11', weight: 1, on: 'director-1' }] },
    2,
    'real-server-1 is not as the last one is',
  ],
  [
    'a name without a number',
    { ...drPair, realServers: [{ name: 'web', address: '198.18.0.21', weight: 1 }] },
    2,
    'web has no number',
  ],
];
test.each(odd)('%s: it cannot be told what another real server would be', (_, topology, count, words) => {
  expect(() => withRealServers(topology, count)).toThrow(words);
});
