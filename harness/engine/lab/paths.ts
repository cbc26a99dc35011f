import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$XDG_CACHE_HOME/lvs-drill`, or `~/.cache/lvs-drill`: everything that can be built again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'lvs-drill');
}

/** Makes the folder if need be, readable by its owner only. */
export async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}

/** A process is its id and its start time: ids are used again, the pair is not. */
export interface ProcessIdentity {
  pid: number;
  /** Field 22 of /proc/<pid>/stat (proc(5)), clock ticks since boot. */
  startTicks: string;
}

/** Null when no such process lives (zombies count as dead). */
export async function identityOf(pid: number): Promise<ProcessIdentity | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The command name, in parentheses, may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = fields[19];
  return fields[0] === 'Z' || startTicks === undefined ? null : { pid, startTicks };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identityOf(identity.pid))?.startTicks === identity.startTicks;
}

/** Removes the folders in `parent` that dead processes left: names end in `.<pid>-<start ticks>`. */
export async function sweepAsides(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const match = /\.(\d+)-(\d+)$/.exec(name);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    if (!(await isAlive({ pid: Number(match[1]), startTicks: match[2] }))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}
