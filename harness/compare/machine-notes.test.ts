import { expect, test } from 'vitest';
import { nightRun } from '../measure/synthetic-night.ts';
import type { Run } from '../model.ts';
import { compareSets } from './compare-sets.ts';
import { machineNotes } from './machine-notes.ts';

const gib = 2 ** 30;
const machine = { cpuModel: 'Test CPU', cpus: 2, memoryBytes: 8 * gib };

const setOf = (label: string, ...parts: Partial<Run>[]) => ({
  label,
  used: parts.map((each, n) => ({ from: `${label}-${n}`, run: nightRun(`${label}-${n}`, [3000], each), metrics: [] })),
});

test('the same machine is nothing to be told, nor is one of which a run does not say what it is', () => {
  expect(machineNotes([setOf('baseline', { machine }), setOf('candidate', { machine })])).toEqual([]);
  expect(machineNotes([setOf('baseline', {}), setOf('candidate', { machine })])).toEqual([]);
  const nearly = { ...machine, memoryBytes: 8.1 * gib };
  expect(machineNotes([setOf('baseline', { machine }), setOf('candidate', { machine: nearly })])).toEqual([]);
});

test.each([
  [
    { ...machine, cpuModel: 'Other CPU' },
    'the model of the processors is Test CPU in baseline, Other CPU in candidate',
  ],
  [{ ...machine, cpus: 3 }, 'the number of processors is 2 in baseline, 3 in candidate'],
  [{ ...machine, memoryBytes: 16 * gib }, 'the memory of the machine is 8.0 GiB in baseline, 16.0 GiB in candidate'],
])('another machine is told: %j', (other, words) => {
  expect(machineNotes([setOf('baseline', { machine }), setOf('candidate', { machine: other })])).toEqual([
    `Machines differ: ${words}.`,
  ]);
});

test('machines that differ within one set are told too', () => {
  const engine = { kind: 'lab', reason: '', cpus: 1, memoryBytes: 2 * gib } as const;
  const sets = [setOf('baseline', { engine }, { engine: { ...engine, cpus: 4 } }), setOf('candidate', { engine })];
  expect(machineNotes(sets)).toEqual([
    'Machines differ: the number of the engine’s processors is 1 and 4 in baseline, 1 in candidate.',
  ]);
});

test('a comparison of two machines is made, with that among its notes', () => {
  const of = (label: string, cpus: number) => ({
    label,
    runs: [{ from: label, run: nightRun(label, [3000], { machine: { ...machine, cpus } }), metrics: [] }],
  });
  const { notes } = compareSets([of('baseline', 2), of('candidate', 64)], { mayDiffer: [], force: false });
  expect(notes).toEqual(['Machines differ: the number of processors is 2 in baseline, 64 in candidate.']);
});
