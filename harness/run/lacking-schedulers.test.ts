import { expect, test } from 'vitest';
import { syntheticTopology } from '../measure/synthetic-run.ts';
import type { Scheduler, VirtualService } from '../model.ts';
import { type KnownSchedulers, withoutLackingSchedulers } from './lacking-schedulers.ts';

const [service] = syntheticTopology().virtualServices as [VirtualService];
const topology = syntheticTopology({
  virtualServices: [
    service,
    { ...service, port: 81, scheduler: 'twos', untouched: true },
    { ...service, port: 82, scheduler: 'twos', untouched: true },
    { ...service, port: 83, scheduler: 'wlc', untouched: true },
  ],
});
const all: Scheduler[] = [
  'rr',
  'wrr',
  'lc',
  'wlc',
  'lblc',
  'lblcr',
  'dh',
  'sh',
  'sed',
  'nq',
  'fo',
  'ovf',
  'mh',
  'twos',
];
const without = (...lacking: Scheduler[]): KnownSchedulers => ({
  release: '7.2.0',
  schedulers: Object.fromEntries(all.map((name) => [name, !lacking.includes(name)])) as KnownSchedulers['schedulers'],
});

test('services of a scheduler that the kernel lacks are left out, with the reason', () => {
  const left = withoutLackingSchedulers(topology, without('twos', 'ovf'));
  expect(left.topology.virtualServices.map(({ port }) => port)).toEqual([80, 83]);
  expect(left.skipped).toEqual([
    {
      what: 'scheduler twos, 2 virtual services',
      reason: "the engine's kernel (7.2.0) has no module ip_vs_twos",
    },
  ]);
});

test('a kernel that has them all changes nothing', () => {
  expect(withoutLackingSchedulers(topology, without())).toEqual({ topology, skipped: [] });
});

test('a cluster that nobody could ask is not started', () => {
  expect(() => withoutLackingSchedulers(topology, without('rr'))).toThrow(/has none of the schedulers of .*: rr/);
});
