import { expect, test } from 'vitest';
import type { VirtualService } from '../model.ts';
import { configuredTable, differences, tableWithout } from './expected-table.ts';
import { syntheticTopology } from './synthetic-run.ts';

const topology = syntheticTopology({ sorryServer: { name: 'sorry', address: '198.18.0.29' } });
const [base] = topology.virtualServices;
const all = ['real-server-1', 'real-server-2', 'real-server-3'];

function without(down: string[], change: Partial<VirtualService> = {}) {
  if (base === undefined) throw new Error('there is no service');
  return Object.fromEntries(tableWithout(topology, { ...base, ...change }, down));
}

test('a failed real server leaves, or stays with weight 0', () => {
  expect(without(['real-server-2'])).toEqual({ 'real-server-1': 1, 'real-server-3': 1 });
  expect(without(['real-server-2'], { inhibitOnFailure: true })).toMatchObject({ 'real-server-2': 0 });
  expect(without(all)).toEqual({});
});

test('the sorry server stands in when none is left, or quorum is lost by more than the hysteresis', () => {
  expect(without(all, { sorryServer: true })).toEqual({ sorry: 1 });
  expect(without(['real-server-1'], { sorryServer: true, quorum: 3 })).toEqual({ sorry: 1 });
  expect(without(['real-server-1'], { sorryServer: true, quorum: 3, hysteresis: 1 })).not.toHaveProperty('sorry');
  expect(without(['real-server-1'], { quorum: 3 })).toEqual({ 'real-server-2': 1, 'real-server-3': 1 });
});

test('a service with weights of its own has only the servers that have one', () => {
  expect(without([], { weights: [60, null, 40] })).toEqual({ 'real-server-1': 60, 'real-server-3': 40 });
  expect(without(['real-server-1'], { weights: [60, null, 40], inhibitOnFailure: true })).toEqual({
    'real-server-1': 0,
    'real-server-3': 40,
  });
  expect(without(['real-server-1'], { weights: [60, null, 40], sorryServer: true, quorum: 41 })).toEqual({ sorry: 1 });
});

test('differences name what to expect', () => {
  if (base === undefined) throw new Error('there is no service');
  const configured = configuredTable(topology, base);
  expect([
    ...differences(
      configured,
      new Map([
        ['sorry', 1],
        ['real-server-1', 0],
        ['real-server-2', 1],
      ]),
    ),
  ]).toEqual([
    ['real-server-1', 0],
    ['real-server-3', null],
    ['sorry', 1],
  ]);
});
