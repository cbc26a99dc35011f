import type Dockerode from 'dockerode';
import { baseImageName } from './base-image.ts';
import { runOnce } from './run-once.ts';

/**
 * Lines with which a Linux kernel says that something went wrong inside it. A run during which one appears proves
 * nothing. (The kernel's own Documentation/admin-guide/bug-hunting.rst, and what was met in the lab.)
 */
const trouble = /\bBUG:|Bad page|\bOops\b|Call Trace|Kernel panic/;

/** The lines of a kernel log that mean trouble, each once, in order. */
export function troubleIn(kernelLog: string): string[] {
  return [...new Set(kernelLog.split(/\r?\n/).filter((line) => trouble.test(line)))];
}

/** The lines of dmesg(1) stamped at or after `sinceS` seconds of the kernel's uptime. */
export function linesSince(dmesg: string, sinceS: number): string {
  return dmesg
    .split(/\r?\n/)
    .filter((line) => Number(/^\[ *(\d+\.\d+)\]/.exec(line)?.[1] ?? -1) >= sinceS)
    .join('\n');
}

/**
 * Watches the kernel log of an engine that has no console of ours: notes the kernel's uptime now; the function it
 * returns reads what has been logged since.
 */
export async function watchKernelLog(docker: Dockerode): Promise<() => Promise<string[]>> {
  const uptime = await runOnce(docker, baseImageName, ['cat', '/proc/uptime']);
  const sinceS = Number(uptime.trim().split(' ')[0]);
  return async () => troubleIn(linesSince(await runOnce(docker, baseImageName, ['dmesg']), sinceS));
}
