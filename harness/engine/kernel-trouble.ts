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

/** The lines of a kernel log behind its line `last`; all of them when that line has gone from the kernel's buffer. */
export function linesAfter(kernelLog: string, last: string | undefined): string {
  const lines = kernelLog.split(/\r?\n/);
  const index = last === undefined ? -1 : lines.lastIndexOf(last);
  return lines.slice(index + 1).join('\n');
}

/**
 * Watches the kernel log of an engine that has no console of ours: notes its last line now; the function it returns
 * reads what has been logged since. Throws where the log may not be read.
 */
export async function watchKernelLog(docker: Dockerode): Promise<() => Promise<string[]>> {
  const read = () => runOnce(docker, baseImageName, ['dmesg']);
  const last = (await read()).trimEnd().split(/\r?\n/).at(-1);
  return async () => troubleIn(linesAfter(await read(), last));
}
