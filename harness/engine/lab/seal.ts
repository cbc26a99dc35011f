import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { messageOf } from '../../errors.ts';

/** What is known of a file of the cache since it was built. */
interface SealedFile {
  /** Of its content and where its holes are, in hexadecimal. */
  sha256: string;
  /** Its size, inode, and times of change when that was last seen to be so. */
  stamp: string;
}

/** The file of a sealed folder that says what the others were built to be. */
export const sealName = 'seal.json';

/** Notes in `folder` what its files are like now: paths in it, whole. */
export async function sealFiles(folder: string, names: readonly string[]): Promise<void> {
  const files: Record<string, SealedFile> = {};
  for (const name of names) files[name] = { sha256: await digestOf(folder, name), stamp: await stampOf(folder, name) };
  await writeFile(join(folder, sealName), JSON.stringify(files, null, 2));
}

/**
 * What is not as it was built of these files in a sealed folder, as a sentence; null when all is. A file of which size, inode and times
 * are the same is taken to be the same, because nobody can set the time at which an inode changed: reading the disks at
 * each boot would cost seconds. One of which they are not, such as a copy, is read.
 */
export async function brokenSeal(folder: string, names: readonly string[]): Promise<string | null> {
  let files: Record<string, SealedFile> | null;
  try {
    files = JSON.parse(await readFile(join(folder, sealName), 'utf8'));
  } catch (error) {
    return `${folder} does not say what it was built to be (${messageOf(error)})`;
  }
  let moved = false;
  for (const name of names) {
    const path = join(folder, name);
    const sealed = files?.[name];
    if (sealed === undefined) return `${folder} does not say what ${name} was built to be`;
    try {
      const stamp = await stampOf(folder, name);
      if (stamp === sealed.stamp) continue;
      if ((await digestOf(folder, name)) !== sealed.sha256) return `${path} is not what was built: its digest differs`;
      sealed.stamp = stamp;
      moved = true;
    } catch (error) {
      return `${path} cannot be read (${messageOf(error)})`;
    }
  }
  if (moved) await writeFile(join(folder, sealName), JSON.stringify(files, null, 2));
  return null;
}

async function stampOf(folder: string, name: string): Promise<string> {
  const { size, ino, mtimeNs, ctimeNs } = await stat(join(folder, name), { bigint: true });
  return [size, ino, mtimeNs, ctimeNs].join(' ');
}

/** A disk of 16 GB has 3 GB of data: tar(1) asks the file system for the holes, instead of reading them. */
async function digestOf(folder: string, name: string): Promise<string> {
  const sameForAll = ['--format=gnu', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=0600'];
  const argv = ['--create', '--sparse', '--hole-detection=seek', ...sameForAll, '--directory', folder, '--', name];
  const archive = execa('tar', argv, { buffer: false, stdin: 'ignore', env: { LC_ALL: 'C' } });
  const hash = createHash('sha256');
  await Promise.all([archive, pipeline(archive.stdout, hash)]);
  return hash.digest('hex');
}
