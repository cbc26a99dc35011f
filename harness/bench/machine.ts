import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { median } from '../stats/quantiles.ts';
import type { Busyness, MachineFacts } from './result.ts';

/** What the machine is. */
export function machineFacts(): MachineFacts {
  const all = cpus();
  return {
    cpuModel: all[0]?.model.trim() ?? 'unknown',
    cpus: all.length,
    memoryBytes: totalmem(),
    kernel: release(),
  };
}

/** Long enough for several clock ticks (10 ms) of each processor. */
const lookMs = 300;

/** Looks at the machine between measurements. */
export interface BusyWatch {
  /** Takes 0.3 s, in which this process does nothing. */
  look(): Promise<void>;
  /** Null: nobody has looked. */
  seen(): Busyness | null;
}

/** How busy the machine is while nothing of ours runs: the part of its processors' time that was not idle. */
export function busyWatch(readStat: () => Promise<string> = () => readFile('/proc/stat', 'utf8')): BusyWatch {
  const shares: number[] = [];
  return {
    async look() {
      const before = processorTime(await readStat());
      await after(lookMs);
      const later = processorTime(await readStat());
      const all = later.all - before.all;
      if (all > 0) shares.push(1 - (later.idle - before.idle) / all);
    },
    seen() {
      const middle = median(shares);
      return middle === null ? null : { median: middle, max: Math.max(...shares) };
    },
  };
}

/**
 * Clock ticks since the boot, from the first line of /proc/stat: user nice system idle iowait irq softirq steal (proc(5)).
 * What a hypervisor gave to others (steal) was not idle.
 */
export function processorTime(stat: string): { all: number; idle: number } {
  const fields = /^cpu +([\d ]+)$/m.exec(stat)?.[1]?.trim().split(/ +/).slice(0, 8).map(Number) ?? [];
  const [, , , idle = 0, waiting = 0] = fields;
  return { all: fields.reduce((sum, ticks) => sum + ticks, 0), idle: idle + waiting };
}
