import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, labsFolder } from '../engine/lab/paths.ts';
import { guardianOf } from './lab-processes.ts';
import type { Looking, Seen } from './look.ts';

/** What is counted after each event, so that its trend is told: name to number. */
export async function takeCounts(
  { paths, kept }: Looking,
  seen: Seen,
  ofGuest: boolean,
): Promise<Record<string, number>> {
  const keptFolder = kept === null ? null : join(labsFolder(cacheFolder({ XDG_CACHE_HOME: paths.keptCache })), kept.id);
  const counts: Record<string, number> = {
    soakFds: await entries('/proc/self/fd'),
    soakMemoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
    strayProcesses: seen.left.processes.length,
    strayNamespaces: seen.left.namespaces.length,
    hostLinks: await entries('/sys/class/net'),
    strayMounts: seen.left.mounts.length,
    tmpKiB: await diskKiB(paths.tmp),
    cacheKiB: (await diskKiB(paths.keptCache)) + (await diskKiB(paths.ownCache)) - (await diskKiB(keptFolder)),
  };
  if (!ofGuest || kept === null || seen.guest === null) return counts;
  const guardian = await guardianOf(kept.pid);
  return {
    ...counts,
    labProcesses: seen.labProcesses,
    labFds: guardian === null ? 0 : await entries(`/proc/${guardian}/fd`),
    labDiskKiB: await diskKiB(keptFolder),
    ...Object.fromEntries(
      Object.entries(seen.guest).map(([name, count]) => [`guest${name[0]?.toUpperCase()}${name.slice(1)}`, count]),
    ),
  };
}

async function entries(folder: string): Promise<number> {
  return (await readdir(folder).catch(() => [])).length;
}

/** What the files below a folder take of the disk; links are not followed. */
async function diskKiB(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  let blocks = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    const facts = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    // One with another name elsewhere is the usual cache's.
    if (facts?.nlink === 1) blocks += facts.blocks;
  }
  return Math.round(blocks / 2);
}
