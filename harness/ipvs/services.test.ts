import { expect, test } from 'vitest';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Topology, VirtualService } from '../model.ts';
import { askedServices, serversOf, untouchedServices, withoutRealServer, withRealServerDrained } from './services.ts';

const base = syntheticTopology();
const [plain] = base.virtualServices;
if (plain === undefined) throw new Error('the topology has a service');
const own: VirtualService = { ...plain, port: 81, weights: [60, null, 40], untouched: true };
const topology: Topology = { ...base, virtualServices: [plain, own] };

function weightsIn(service: VirtualService | undefined, changed: Topology): [string, number][] {
  if (service === undefined) throw new Error('the topology has that service');
  return serversOf(service, changed).map(({ name, weight }) => [name, weight]);
}

test('a service has the topology’s weights, or its own', () => {
  expect(weightsIn(plain, topology)).toEqual([
    ['real-server-1', 1],
    ['real-server-2', 1],
    ['real-server-3', 1],
  ]);
  expect(weightsIn(own, topology)).toEqual([
    ['real-server-1', 60],
    ['real-server-3', 40],
  ]);
});

test('untouched services are asked by nobody', () => {
  expect(askedServices(topology)).toEqual([plain]);
  expect(untouchedServices(topology)).toEqual([own]);
});

test('a real server leaves every service with the weight it has there, and the others keep theirs', () => {
  const changed = withoutRealServer(topology, 'real-server-1');
  expect(weightsIn(changed.virtualServices[0], changed).map(([name]) => name)).toEqual([
    'real-server-2',
    'real-server-3',
  ]);
  expect(weightsIn(changed.virtualServices[1], changed)).toEqual([['real-server-3', 40]]);
  expect(weightsIn(own, topology)).toHaveLength(2);
  expect(withoutRealServer(topology, 'nobody')).toEqual(topology);
});

test('a drained real server has weight 0 wherever it is, and stays away from where it is not', () => {
  const changed = withRealServerDrained(topology, 'real-server-3');
  expect(weightsIn(changed.virtualServices[0], changed)[2]).toEqual(['real-server-3', 0]);
  expect(weightsIn(changed.virtualServices[1], changed)).toEqual([
    ['real-server-1', 60],
    ['real-server-3', 0],
  ]);
  const absent = withRealServerDrained(topology, 'real-server-2');
  expect(weightsIn(absent.virtualServices[1], absent)).toEqual([
    ['real-server-1', 60],
    ['real-server-3', 40],
  ]);
});
