import { readFile, readlink } from 'node:fs/promises';

/** On everything the harness creates on an engine. */
export const ourLabel = 'lvs-drill';
/** The run it was created for. */
export const runLabel = 'lvs-drill.run';
/** The process that created it, as `ownerMark` writes it. */
export const ownerLabel = 'lvs-drill.owner';
/** The node's name in the topology. */
export const nodeLabel = 'lvs-drill.node';

/**
 * A process in a way that outlives it: kernel boot, process namespace, process id and start time. Two machines, two
 * containers or two boots that happen to use the same process id are never mixed up.
 */
export interface ProcessMark {
  /** `/proc/sys/kernel/random/boot_id`. */
  bootId: string;
  /** The process namespace, as `/proc/self/ns/pid` shows it. */
  pidNamespace: string;
  pid: number;
  /** Clock ticks since boot (proc(5), `stat` field 22). */
  startTicks: number;
}

/** `mark` as the value of `ownerLabel`. */
export function formatMark(mark: ProcessMark): string {
  return [mark.bootId, mark.pidNamespace, mark.pid, mark.startTicks].join('/');
}

/** The mark in a label's value; null when it is none. */
export function parseMark(text: string): ProcessMark | null {
  const match = /^([0-9a-f-]+)\/(pid:\[\d+\])\/(\d+)\/(\d+)$/.exec(text);
  if (match === null) return null;
  const [, bootId = '', pidNamespace = '', pid, startTicks] = match;
  return { bootId, pidNamespace, pid: Number(pid), startTicks: Number(startTicks) };
}

/** This process. */
export async function ownMark(): Promise<ProcessMark> {
  const [bootId, pidNamespace, startTicks] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
    startTicksOf('self'),
  ]);
  return { bootId: bootId.trim(), pidNamespace, pid: process.pid, startTicks: startTicks ?? 0 };
}

/**
 * Whether the process of that mark lives. `unknown` when it belongs to another machine, boot or process namespace,
 * which cannot be seen from here.
 */
export async function lifeOf(mark: ProcessMark, self: ProcessMark): Promise<'alive' | 'gone' | 'unknown'> {
  if (mark.bootId !== self.bootId || mark.pidNamespace !== self.pidNamespace) return 'unknown';
  return (await startTicksOf(mark.pid)) === mark.startTicks ? 'alive' : 'gone';
}

async function startTicksOf(pid: number | 'self'): Promise<number | null> {
  try {
    return parseStartTicks(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/** Field 22 of `/proc/<pid>/stat`; the second field is a command name that may hold blanks and brackets. */
export function parseStartTicks(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}
