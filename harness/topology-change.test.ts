import { expect, test } from 'vitest';
import { syntheticTopology } from './measure/synthetic-run.ts';
import type { Stranger } from './model.ts';
import { changedTopology } from './topology-change.ts';
import { topologyMistakes } from './topology-mistakes.ts';

const pair = syntheticTopology();
const stranger: Stranger = {
  name: 'stranger-1',
  address: '198.18.0.61',
  priority: 95,
  vip: '198.18.0.200',
  virtualRouterId: 51,
};

test('no change leaves the topology as it is', () => {
  expect(changedTopology(pair, undefined)).toBe(pair);
  expect(changedTopology(pair, {})).toEqual(pair);
});

test('what is not named in the change stays', () => {
  const before = structuredClone(pair);
  const changed = changedTopology(pair, { vrrp: { preempt: false }, syncDaemon: true });
  expect(changed).toEqual({ ...pair, vrrp: { ...pair.vrrp, preempt: false }, syncDaemon: true });
  expect(pair).toEqual(before);
});

test('directors are changed by place', () => {
  const changed = changedTopology(pair, { directors: [{}, { priority: 255, initialState: 'MASTER' }] });
  expect(changed.directors[0]).toEqual(pair.directors[0]);
  expect(changed.directors[1]).toEqual({ ...pair.directors[1], priority: 255, initialState: 'MASTER' });
  expect(() => changedTopology(pair, { directors: [{}, {}, {}] })).toThrow('changes 3 directors');
});

test('every virtual service is changed', () => {
  const [service] = pair.virtualServices;
  if (service === undefined) throw new Error('the topology has a service');
  const two = { ...pair, virtualServices: [service, { ...service, port: 81 }] };
  const changed = changedTopology(two, { services: { persistenceTimeoutMs: 60_000, scheduler: 'sh' } });
  expect(changed.virtualServices.map(({ port, scheduler }) => [port, scheduler])).toEqual([
    [80, 'sh'],
    [81, 'sh'],
  ]);
  expect(changed.virtualServices.every((one) => one.persistenceTimeoutMs === 60_000)).toBe(true);
});

test('sysctls and strangers come on top of those that are there', () => {
  const there = { ...pair, directorSysctls: { 'net.ipv4.vs.conntrack': '1' }, strangers: [stranger] };
  const changed = changedTopology(there, {
    directorSysctls: { 'net.ipv4.vs.expire_nodest_conn': '1' },
    strangers: [
      { ...stranger, priority: 110 },
      { ...stranger, name: 'stranger-2', address: '198.18.0.62' },
    ],
  });
  expect(changed.directorSysctls).toEqual({ 'net.ipv4.vs.conntrack': '1', 'net.ipv4.vs.expire_nodest_conn': '1' });
  expect(changed.strangers?.map(({ name, priority }) => [name, priority])).toEqual([
    ['stranger-1', 110],
    ['stranger-2', 95],
  ]);
});

test('VRRP version 3 has no passwords, so none is left', () => {
  const guarded = {
    ...pair,
    directors: pair.directors.map((one) => ({ ...one, password: 'own' })),
    strangers: [{ ...stranger, password: 'drill' }],
  };
  const changed = changedTopology(guarded, { vrrp: { version: 3, advertIntervalMs: 100 } });
  expect(topologyMistakes(changed)).toEqual([]);
  expect(JSON.stringify(changed)).not.toContain('password');
  expect(guarded.vrrp.password).toBe('drill');
});

test('the sync daemon can be given and taken away', () => {
  const given = changedTopology(pair, { syncDaemon: true });
  expect(given.syncDaemon).toBe(true);
  expect('syncDaemon' in changedTopology(given, { syncDaemon: false })).toBe(false);
});
