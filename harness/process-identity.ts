import { readFile, readlink } from 'node:fs/promises';
import { DrillError } from './errors.ts';

/**
 * A process in a way that outlives it. Process ids are used again, and the same one exists on other machines, in other
 * containers and after the next boot: only all four together name one process.
 */
export interface ProcessIdentity {
  /** `/proc/sys/kernel/random/boot_id` of its kernel (random(4)). */
  bootId: string;
  /** The process namespace that `pid` counts in, as `/proc/self/ns/pid` shows it: `pid:[4026531836]`. */
  pidNamespace: string;
  pid: number;
  /** Field 22 of `/proc/<pid>/stat` (proc(5)), clock ticks since boot. */
  startTicks: string;
}

/** `unknown`: a process of another boot or another process namespace cannot be seen from here. */
export type ProcessLife = 'alive' | 'gone' | 'unknown';

/** The process with that id here and now; null when none lives. */
export async function identityOf(pid: number): Promise<ProcessIdentity | null> {
  const [here, startTicks] = await Promise.all([ownPlace(), startTicksOf(pid)]);
  return startTicks === null ? null : { ...here, pid, startTicks };
}

/** This process. Throws a `DrillError` when /proc does not show it. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const self = await identityOf(process.pid);
  if (self === null) throw noProc();
  return self;
}

/** Whether that very process still lives. A zombie is gone: it only waits for its parent to take note. */
export async function lifeOf(identity: ProcessIdentity): Promise<ProcessLife> {
  const here = await ownPlace();
  if (identity.bootId !== here.bootId || identity.pidNamespace !== here.pidNamespace) return 'unknown';
  return (await startTicksOf(identity.pid)) === identity.startTicks ? 'alive' : 'gone';
}

/** As one word without blanks, for labels: `<boot id>/pid:[<namespace>]/<pid>/<start ticks>`. */
export function formatIdentity({ bootId, pidNamespace, pid, startTicks }: ProcessIdentity): string {
  return [bootId, pidNamespace, pid, startTicks].join('/');
}

/** The identity that `formatIdentity` wrote; null when it is none. */
export function parseIdentity(text: string): ProcessIdentity | null {
  const match = /^([0-9a-f-]+)\/(pid:\[\d+\])\/(\d+)\/(\d+)$/.exec(text);
  if (match === null) return null;
  const [, bootId = '', pidNamespace = '', pid, startTicks = ''] = match;
  return { bootId, pidNamespace, pid: Number(pid), startTicks };
}

/** As the end of a file's name: `<boot id>_<namespace>_<pid>_<start ticks>`, no dots and nothing a shell minds. */
export function identityAsFileName(identity: ProcessIdentity): string {
  return formatIdentity(identity)
    .replace(/pid:\[(\d+)\]/, '$1')
    .replaceAll('/', '_');
}

/** The identity that `identityAsFileName` wrote; null when it is none. */
export function identityFromFileName(text: string): ProcessIdentity | null {
  return parseIdentity(text.replace(/^([^_]+)_(\d+)_(\d+)_(\d+)$/, '$1/pid:[$2]/$3/$4'));
}

/** Start time in a `/proc/<pid>/stat` line; null for a process that has ended (state Z or X) or a line of another kind. */
export function startTicksIn(stat: string): string | null {
  // The second field, the command name in brackets, may itself hold blanks and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /^[ZXx]$/.test(fields[0] ?? '') ? null : (fields[19] ?? null);
}

async function startTicksOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? null : startTicksIn(stat);
}

async function ownPlace(): Promise<Pick<ProcessIdentity, 'bootId' | 'pidNamespace'>> {
  const [bootId, pidNamespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]).catch(() => {
    throw noProc();
  });
  return { bootId: bootId.trim(), pidNamespace };
}

function noProc(): DrillError {
  return new DrillError('/proc does not show this process: is /proc mounted?');
}
