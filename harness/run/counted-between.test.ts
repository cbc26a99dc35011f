import { expect, test } from 'vitest';
import type { Counts } from '../cluster/counter.ts';
import { countedBetween } from './counted-between.ts';

const topology = { directors: [{ name: 'director-1', address: '', priority: 100, initialState: 'BACKUP' as const }] };
const link = (address: string, all: number) => ({
  node: 'client-1',
  address,
  receivedBytes: 4 * all,
  sentBytes: 3 * all,
  receivedPackets: 2 * all,
  sentPackets: all,
});
const counts = (change: Partial<Counts>): Counts => ({
  earliestMs: 100,
  latestMs: 104,
  links: [],
  directorCpuMs: { 'director-1': 5, 'director-2': 7 },
  engineCpuMs: 50,
  directors: [],
  ...change,
});
const holder = (name: string, vips: string[]) => ({ name, alive: true, vips, ipvsTable: '' });

test('time counts from the middle of one reading to that of the other, and the MASTER’s processor alone', () => {
  const after = counts({
    earliestMs: 1100,
    latestMs: 1110,
    directorCpuMs: { 'director-1': 6, 'director-2': 107 },
    engineCpuMs: 350,
    directors: [holder('director-1', []), holder('director-2', ['198.18.0.100'])],
  });
  const between = { links: [], countedMs: 1003, engineCpuMs: 300 };
  expect(countedBetween(counts({}), after, topology)).toEqual({ ...between, directorCpuMs: 100 });
  expect(countedBetween(counts({ directorCpuMs: {} }), after, topology)).toEqual({ ...between, directorCpuMs: null });
  expect(countedBetween(counts({}), { ...after, directors: [] }, topology)).toEqual({ ...between, directorCpuMs: 1 });
});

test('links are told apart by address, and one that was not there before is left out', () => {
  const before = counts({ links: [link('198.18.0.31', 10), link('198.18.1.31', 100)] });
  const after = counts({ links: [link('198.18.1.31', 101), link('198.18.0.31', 15), link('198.18.2.31', 9)] });
  expect(countedBetween(before, after, topology).links).toEqual([link('198.18.1.31', 1), link('198.18.0.31', 5)]);
});
