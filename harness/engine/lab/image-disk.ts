import { createHash } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { isThere } from '../../is-there.ts';
import type { Log } from '../engine.ts';
import { ensureImages, imageKeys } from '../images.ts';
import { bootLab, packageProxyUrl } from './boot.ts';
import { buildSealed } from './build-sealed.ts';
import { startPackageProxy } from './package-proxy.ts';
import { labsFolder } from './paths.ts';
import type { RootFs } from './rootfs.ts';
import { brokenSeal } from './seal.ts';

/**
 * A copy of the root file system's disk with the project's images already in its Docker engine, so that a lab that is
 * booted on it builds nothing. Made in a lab, from the last such disk where there is one: what did not change is not
 * built again. Returns the disk's path.
 */
export async function ensureImageDisk(cache: string, rootFs: RootFs, log: Log): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify(await imageKeys()))
    .digest('hex')
    .slice(0, 12);
  const prefix = `images-${rootFs.key}-`;
  let built = false;
  const build = async (aside: string) => {
    log('building the images on the lab’s disk: director, real server, client (about 120 MB to download, 1 minute)');
    const disk = join(aside, 'disk.img');
    await execa('cp', ['--sparse=always', '--reflink=auto', await newestDisk(cache, prefix, rootFs.disk), disk]);
    const lab = await bootLab({
      labsFolder: labsFolder(cache),
      rootFs,
      disk: { path: disk, writable: true },
      kept: false,
    });
    try {
      await using _proxy = await startPackageProxy(lab.record.packageSocket);
      const images = await ensureImages(lab.docker, { buildProxy: packageProxyUrl, log });
      await removeOtherImages(lab.docker, Object.values(images));
      await lab.powerOff();
    } finally {
      await lab.end();
    }
    built = true;
  };
  const folder = await buildSealed(join(cache, `${prefix}${key}`), ['disk.img'], build, log);
  // Its folder's time, not its own: a kernel does not open a layer over a disk that has changed since.
  await utimes(folder, new Date(), new Date());
  if (built) await removeOldDisks(cache, prefix);
  return join(folder, 'disk.img');
}

async function newestDisk(cache: string, prefix: string, otherwise: string): Promise<string> {
  for (const { folder } of await disksIn(cache, prefix)) {
    if ((await brokenSeal(folder, ['disk.img'])) === null) return join(folder, 'disk.img');
  }
  return otherwise;
}

/** From the look for a disk to the kernel that has opened it pass seconds, on a machine that builds others at once minutes. */
const inUseMs = 15 * 60_000;

/**
 * Keeps the two disks that were used last: going back and forth between two versions of the sources builds nothing; and any
 * that somebody may be about to boot from. Exported for its test. A lab that runs on a removed disk goes on: its kernel holds
 * the file open.
 */
export async function removeOldDisks(cache: string, prefix: string): Promise<void> {
  for (const { folder, usedMs } of (await disksIn(cache, prefix)).slice(2)) {
    if (Date.now() - usedMs > inUseMs) await rm(folder, { recursive: true, force: true });
  }
}

/** The folders of whole disks, those first that were used last; names with a dot are of disks that are being built. */
async function disksIn(cache: string, prefix: string): Promise<{ folder: string; usedMs: number }[]> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(prefix) && !name.includes('.'));
  const disks = await Promise.all(
    names.map(async (name) => {
      const folder = join(cache, name);
      const whole = await isThere(join(folder, 'disk.img'));
      return { folder, usedMs: whole ? ((await stat(folder).catch(() => null))?.mtimeMs ?? null) : null };
    }),
  );
  return disks
    .flatMap(({ folder, usedMs }) => (usedMs === null ? [] : [{ folder, usedMs }]))
    .sort((a, b) => b.usedMs - a.usedMs);
}

/** An inherited disk also holds the images of yesterday's inputs. */
async function removeOtherImages(docker: Parameters<typeof ensureImages>[0], wanted: string[]): Promise<void> {
  for (const image of await docker.listImages({ filters: { label: ['lvs-drill.image'] } })) {
    const tags = image.RepoTags ?? [];
    if (!tags.some((tag) => wanted.includes(tag))) await docker.getImage(image.Id).remove({ force: true });
  }
}
