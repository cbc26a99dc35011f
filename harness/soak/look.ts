import { readdir, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type Dockerode from 'dockerode';
import { isAside } from '../asides.ts';
import { findLabs, keptLab } from '../engine/lab/labs.ts';
import { cacheFolder, labsFolder } from '../engine/lab/paths.ts';
import { waitUntil } from '../wait-until.ts';
import type { Left } from './aftermath.ts';
import { exactGuestCounts, type GuestCensus, takeGuestCensus } from './guest-census.ts';
import { type HostProcess, hostProcesses, ofSoak } from './host-processes.ts';
import { soakLabel } from './in-guest.ts';
import { mountsBelow } from './mounts.ts';
import type { ScratchPaths } from './scratch.ts';

/** The lab that a soak keeps up, as it was when it came up. */
export interface KeptLab {
  id: string;
  /** Its `unshare`. */
  pid: number;
  pidNamespace: string;
  docker: Dockerode;
  atFirst: GuestCensus;
}

/** What a looker has to know of before. */
export interface Looking {
  paths: ScratchPaths;
  soak: string;
  ownPidNamespace: string;
  /** Process namespaces in which processes of the soak have been seen. */
  knownNamespaces: Set<string>;
  linksAtFirst: ReadonlySet<string>;
  shmAtFirst: ReadonlySet<string>;
  kept: KeptLab | null;
}

/** What was seen: what ought not to be there, and the counts from which leaks are told. */
export interface Seen {
  left: Left;
  guest: GuestCensus | null;
  /** Of the lab that is up, without the processes of its guest's containers. */
  labProcesses: number;
}

/** The lab of that cache that is up; null: none. */
export async function lookAtKeptLab(cacheHome: string): Promise<KeptLab | null> {
  const lab = await keptLab(labsFolder(cacheFolder({ XDG_CACHE_HOME: cacheHome })));
  if (lab === null) return null;
  const { pid } = lab.record.process;
  const pidNamespace = await readlink(`/proc/${pid}/ns/pid_for_children`);
  return { id: lab.record.id, pid, pidNamespace, docker: lab.docker, atFirst: await takeGuestCensus(lab.docker) };
}

/** Whether a process is of the lab that is meant to be up. */
export function isOfLab(
  { pid, pidNamespace }: Pick<HostProcess, 'pid' | 'pidNamespace'>,
  kept: KeptLab | null,
): boolean {
  return kept !== null && (pid === kept.pid || pidNamespace === kept.pidNamespace);
}

/** Looks at everything on this machine and in the guest. */
export async function look(looking: Looking): Promise<Seen> {
  const { paths, kept } = looking;
  const all = await hostProcesses();
  const ours = ofSoak(all, looking.soak, looking.knownNamespaces, looking.ownPidNamespace);
  const stray = ours.filter((one) => !isOfLab(one, kept));
  const guest = kept === null ? null : await settledCensus(kept);
  const ownNamespaces = new Set(
    all.filter(({ pidNamespace }) => pidNamespace === looking.ownPidNamespace).flatMap(({ namespaces }) => namespaces),
  );
  const left: Left = {
    ...(await onEngine(kept)),
    processes: stray.map(({ pid, command }) => `${pid} ${command}`),
    namespaces: [...new Set(stray.flatMap(({ namespaces }) => namespaces.filter((one) => !ownNamespaces.has(one))))],
    links: (await hostLinks()).filter((name) => !looking.linksAtFirst.has(name)),
    mounts: (await mountsBelow(paths.root)).filter((point) => point !== paths.disk),
    files: [
      ...(await filesBelow(paths.tmp)),
      ...(await inCache(paths.keptCache)),
      ...(await inCache(paths.ownCache)),
      ...(await inCache(join(paths.disk, 'cache'))),
      ...(await asidesBelow(paths.out)),
      ...(await asidesBelow(paths.disk)),
      ...(await memoryFiles(looking.shmAtFirst)),
    ],
    guest: guest === null || kept === null ? [] : grownExactly(kept.atFirst, guest),
  };
  return { left, guest, labProcesses: ours.length - stray.length };
}

/** A container that is removed is off the engine's list before its shim and its network are gone, on a busy machine seconds, ms. */
const settlesWithinMs = 15_000;

async function settledCensus({ docker, atFirst }: KeptLab): Promise<GuestCensus> {
  let census = await takeGuestCensus(docker);
  await waitUntil(
    'the guest is as it was',
    async () => {
      if (grownExactly(atFirst, census).length === 0) return true;
      census = await takeGuestCensus(docker);
      return false;
    },
    settlesWithinMs,
  ).catch(() => {});
  return census;
}

/** Names of this machine's network interfaces. */
export async function hostLinks(): Promise<string[]> {
  return readdir('/sys/class/net');
}

/** The exact counts of a guest that are higher than they were. */
export function grownExactly(atFirst: GuestCensus, now: GuestCensus): string[] {
  return exactGuestCounts.flatMap((name) =>
    now[name] > atFirst[name] ? [`${name}: ${atFirst[name]} when the lab came up, ${now[name]} now`] : [],
  );
}

/** Every container and every network of the harness on the lab's engine: no run is going on. */
async function onEngine(kept: KeptLab | null): Promise<Pick<Left, 'containers' | 'networks'>> {
  if (kept === null) return { containers: [], networks: [] };
  const [containers, networks] = await Promise.all([
    kept.docker.listContainers({ all: true }),
    kept.docker.listNetworks(),
  ]);
  return {
    containers: containers
      .filter(({ Labels }) => Labels[soakLabel] === undefined)
      .map(({ Names, Id }) => Names[0] ?? Id),
    networks: networks.map(({ Name }) => Name).filter((name) => !['none', 'host', 'bridge'].includes(name)),
  };
}

/** What tsx keeps for its next start is no run's. */
async function filesBelow(tmp: string): Promise<string[]> {
  const names = await readdir(tmp);
  return names.filter((name) => !/^(tsx-|node-compile-cache)/.test(name)).map((name) => join(tmp, name));
}

/** Folders of labs that are not up, and of builds. */
async function inCache(cacheHome: string): Promise<string[]> {
  const cache = cacheFolder({ XDG_CACHE_HOME: cacheHome });
  const builds = (await readdir(cache).catch(() => [])).filter((name) => name.includes('.'));
  const labs = labsFolder(cache);
  const alive = (await findLabs(labs)).filter((lab) => lab.alive && lab.record.kept).map(({ folder }) => folder);
  const folders = (await readdir(labs).catch(() => [])).map((name) => join(labs, name));
  return [...builds.map((name) => join(cache, name)), ...folders.filter((folder) => !alive.includes(folder))];
}

/** What a writer puts aside until it is whole: `replaceFile`, `syncLatest` and `checkWritable` of `harness/store`. */
async function asidesBelow(out: string): Promise<string[]> {
  const paths = await readdir(out, { recursive: true }).catch(() => []);
  return paths.filter((path) => isAside(basename(path))).map((path) => join(out, path));
}

/** A guest's memory has a name in /dev/shm only until the kernel has opened it. */
const memoryFileLivesMs = 10_000;

async function memoryFiles(atFirst: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  for (const path of await memoryFileNames()) {
    const facts = await stat(path).catch(() => null);
    if (facts !== null && !atFirst.has(path) && Date.now() - facts.mtimeMs > memoryFileLivesMs) found.push(path);
  }
  return found;
}

/** Memory files of User-Mode Linux kernels that have a name. */
export async function memoryFileNames(): Promise<string[]> {
  const names = await readdir('/dev/shm').catch(() => []);
  return names.filter((name) => name.startsWith('vm_file-')).map((name) => join('/dev/shm', name));
}
