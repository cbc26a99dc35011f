import { expect, test } from 'vitest';
import { busyWatch, machineFacts, processorTime } from './machine.ts';

const stat = (user: number, idle: number, steal = 0) =>
  `cpu  ${user} 10 20 ${idle} 30 1 2 ${steal} 7 8\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\n`;

test('processor time from /proc/stat: waiting for the disk is idle, what a hypervisor took is not, guests are not counted twice', () => {
  expect(processorTime(stat(100, 1000, 5))).toEqual({ all: 1168, idle: 1030 });
});

test('how busy the machine was, look by look', async () => {
  const readings = [stat(0, 0), stat(10, 90), stat(10, 90), stat(110, 90), stat(110, 90), stat(110, 190)];
  const watch = busyWatch(async () => readings.shift() ?? '');
  expect(watch.seen()).toBeNull();
  for (let times = 0; times < 3; times += 1) await watch.look();
  const seen = watch.seen();
  expect(seen?.median).toBeCloseTo(0.1, 9);
  expect(seen?.max).toBe(1);
});

test('this machine has a processor, memory and a kernel', () => {
  const { cpus, memoryBytes, kernel, cpuModel } = machineFacts();
  expect(cpus).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(1e8);
  expect([kernel, cpuModel].every((text) => text.length > 0)).toBe(true);
});
