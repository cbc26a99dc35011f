import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Log } from '../engine.ts';
import { ensureImages, imageKeys } from '../images.ts';
import { bootLab, packageProxyUrl } from './boot.ts';
import { buildOnce } from './build-once.ts';
import { startPackageProxy } from './package-proxy.ts';
import type { RootFs } from './rootfs.ts';

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
  const folder = await buildOnce(join(cache, `${prefix}${key}`), async (aside) => {
    log('building the images on the lab’s disk: director, real server, client (about 120 MB to download, 1 minute)');
    const disk = join(aside, 'disk.img');
    await execa('cp', ['--sparse=always', '--reflink=auto', await newestDisk(cache, prefix, rootFs.disk), disk]);
    const lab = await bootLab({
      labsFolder: join(cache, 'labs'),
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
  });
  return join(folder, 'disk.img');
}

async function newestDisk(cache: string, prefix: string, otherwise: string): Promise<string> {
  let newest = { path: otherwise, mtimeMs: 0 };
  for (const name of await readdir(cache)) {
    if (!name.startsWith(prefix) || name.includes('.')) continue;
    const path = join(cache, name, 'disk.img');
    const { mtimeMs } = await stat(path);
    if (mtimeMs > newest.mtimeMs) newest = { path, mtimeMs };
  }
  return newest.path;
}

/** An inherited disk also holds the images of yesterday's inputs. */
async function removeOtherImages(docker: Parameters<typeof ensureImages>[0], wanted: string[]): Promise<void> {
  for (const image of await docker.listImages({ filters: { label: ['lvs-drill.image'] } })) {
    const tags = image.RepoTags ?? [];
    if (!tags.some((tag) => wanted.includes(tag))) await docker.getImage(image.Id).remove({ force: true });
  }
}
