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
