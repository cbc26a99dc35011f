import { expect, test } from 'vitest';
import { schedulerNames } from '../ipvs/scheduler-names.ts';
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
const without = (...lacking: Scheduler[]): KnownSchedulers => ({
  release: '7.2.0',
  schedulers: Object.fromEntries(
    schedulerNames.map((name) => [name, !lacking.includes(name)]),
  ) as KnownSchedulers['schedulers'],
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
  expect(() => withoutLackingSchedulers(topology, without('rr'))).toThrow(
    expect.objectContaining({
      message: `No virtual service that may be asked is left of ${topology.name}: the engine's kernel lacks rr.`,
      remedy: 'Choose another engine (--engine lab), or load the modules: modprobe ip_vs_rr.',
    }),
  );
  expect(() => withoutLackingSchedulers(topology, without('rr', 'wlc'))).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('modprobe -a ip_vs_rr ip_vs_wlc.') }),
  );
});
