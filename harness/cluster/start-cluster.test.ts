import { expect, test } from 'vitest';
import { topology } from '../../topologies/dr-pair.ts';
import type { HealthCheck, Topology } from '../model.ts';
import { wavesOf } from './start-cluster.ts';

const first = (advertIntervalMs: number, check: Partial<HealthCheck>): string[] => {
  const changed = {
    ...topology,
    vrrp: { ...topology.vrrp, advertIntervalMs },
    virtualServices: topology.virtualServices.map((one) => ({ ...one, healthCheck: { ...one.healthCheck, ...check } })),
  } as Topology;
  return [...(wavesOf(changed)[0] ?? [])];
};

test('directors start first, as long as a missed first check is made good before one of them takes over', () => {
  expect(first(1000, {})).toEqual(['director']);
  expect(first(5000, { delayLoopMs: 6000 })).toEqual(['director']);
});

test('real servers start first where a missed first check would be what everybody waits for', () => {
  expect(first(1000, { delayLoopMs: 6000 })).toEqual(['real-server']);
  expect(first(1000, { type: 'HTTP_GET', urls: [{ path: '/' }] })).toEqual(['real-server']);
});
