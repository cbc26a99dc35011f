import { expect, test } from 'vitest';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Director } from '../model.ts';
import { targetsOf } from './targets.ts';

const topology = syntheticTopology();
const [first, second] = topology.directors as [Director, Director];

test.each([
  ['master', first, 0, ['director-1']],
  ['backup', first, 0, ['director-2']],
  ['backup', second, 0, ['director-1']],
  ['real-server', first, 0, ['real-server-1']],
  ['real-server', first, 4, ['real-server-2']],
  ['client', first, 1, ['client-1']],
  ['all-real-servers', first, 1, ['real-server-1', 'real-server-2', 'real-server-3']],
] as const)('%s, when %o is master, in turn %i', (aim, master, turn, targets) => {
  expect(targetsOf(aim, topology, master, turn)).toEqual(targets);
});

test('a topology without a backup says so', () => {
  expect(() => targetsOf('backup', { ...topology, directors: [first] }, first, 0)).toThrow('has no backup');
});

test('a real server on a director is no host of its own to hit, but one of all', () => {
  const realServers = topology.realServers.map((server, place) =>
    place === 0 ? { ...server, on: 'director-1' } : server,
  );
  const shared = { ...topology, realServers };
  expect([0, 1, 2].map((turn) => targetsOf('real-server', shared, first, turn))).toEqual([
    ['real-server-2'],
    ['real-server-3'],
    ['real-server-2'],
  ]);
  expect(targetsOf('all-real-servers', shared, first, 0)).toHaveLength(3);
  const only = { ...topology, realServers: realServers.slice(0, 1) };
  expect(() => targetsOf('real-server', only, first, 0)).toThrow('has no real-server');
});
