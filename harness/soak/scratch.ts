import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findLabs } from '../engine/lab/labs.ts';
import { cacheFolder, labsFolder } from '../engine/lab/paths.ts';
import { sealName } from '../engine/lab/seal.ts';
import { formatIdentity, lifeOf, ownIdentity, parseIdentity } from '../process-identity.ts';
import { mountsBelow } from './mounts.ts';

/** Where everything that a soak starts has its files, so that what is left behind can be told from what others do. */
export interface ScratchPaths {
  /** Short, for the sockets in it (unix(7)). */
  root: string;
  /** XDG_CACHE_HOME of the lab that stays up. */
  keptCache: string;
  /** XDG_CACHE_HOME of runs that boot a lab of their own. */
  ownCache: string;
  /** TMPDIR of all that is started. */
  tmp: string;
  /** Run folders. */
  out: string;
  /** Where a small file system is mounted, when one is. */
  disk: string;
}

const prefix = 'lvs-drill-soak-';

/** Makes them, the caches with links to what is built already. Sweeps those of soaks that were killed first. */
export async function makeScratch(): Promise<ScratchPaths> {
  await sweepScratch();
  const root = await mkdtemp(join(tmpdir(), prefix));
  const at = (name: string) => join(root, name);
  const paths = {
    root,
    keptCache: at('kept'),
    ownCache: at('own'),
    tmp: at('tmp'),
    out: at('out'),
    disk: at('disk'),
  };
  await writeFile(at('owner'), formatIdentity(await ownIdentity()));
  for (const folder of [paths.tmp, paths.out, paths.disk]) await mkdir(folder);
  for (const cache of [paths.keptCache, paths.ownCache]) await linkCache(cache);
  return paths;
}

/**
 * Makes a cache of its own that shares what is built with another one, by default the usual: hard links where they can be, so
 * that nobody who builds a newer one takes it away meanwhile.
 */
export async function linkCache(cacheHome: string, from: string = cacheFolder()): Promise<void> {
  const cache = cacheFolder({ XDG_CACHE_HOME: cacheHome });
  await mkdir(cache, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from).catch(() => [])) {
    // A name with a dot is of something that is being built.
    if (name === 'labs' || name.includes('.')) continue;
    const [original, here] = [join(from, name), join(cache, name)];
    const disk = join(original, 'disk.img');
    const held = (await readdir(original).catch(() => [])).sort().join();
    if (
      (held === 'disk.img' || held === `disk.img,${sealName}`) &&
      (await mkdir(here)
        .then(() => link(disk, join(here, 'disk.img')))
        // A second name changes the disk's inode: who boots from it next reads it once, and seals it anew.
        .then(() => (held === 'disk.img' ? undefined : copyFile(join(original, sealName), join(here, sealName))))
        .then(yes, no))
    )
      continue;
    await rm(here, { recursive: true, force: true });
    await symlink(original, here);
  }
}

const yes = () => true;
const no = () => false;

/** Ends labs that still run there, takes mounts away, and removes it all. */
export async function removeScratch(root: string): Promise<void> {
  for (const name of ['kept', 'own', 'disk/cache']) {
    for (const lab of await findLabs(labsFolder(cacheFolder({ XDG_CACHE_HOME: join(root, name) })))) {
      if (lab.alive) process.kill(lab.record.process.pid, 'SIGKILL');
    }
  }
  for (const mount of (await mountsBelow(root)).reverse()) await execa('umount', ['--lazy', mount]);
  await rm(root, { recursive: true, force: true });
}

async function sweepScratch(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const root = join(tmpdir(), name);
    const owner = parseIdentity(await readFile(join(root, 'owner'), 'utf8').catch(() => ''));
    if (owner !== null && (await lifeOf(owner)) === 'gone') await removeScratch(root);
  }
}
