import { expect, test } from 'vitest';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import { runWith } from './run-under-test.ts';
import { labelled } from './set-labels.ts';

const on = (topology: string) => ({
  runs: [runWith(topology, [], { topology: syntheticTopology({ name: topology }) })],
});

test('two sets that differ in nothing that has a name', () => {
  expect(labelled([on('dr-pair'), on('dr-pair')]).map(({ label }) => label)).toEqual(['baseline', 'candidate']);
});

test('several sets are told apart by what each has of its own', () => {
  expect(labelled([on('dr-pair'), on('tun-pair'), on('nat-pair')]).map(({ label }) => label)).toEqual([
    'baseline dr-pair',
    'candidate 1 tun-pair',
    'candidate 2 nat-pair',
  ]);
});
