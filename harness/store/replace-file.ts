import { mkdir, open, rename, rm } from 'node:fs/promises';
import { asideOf } from '../asides.ts';
import { type DrillError, machineError, messageOf, usageError } from '../errors.ts';
import { staysWithin } from './stays-within.ts';

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Waits until it is on the disk: what cannot be made again must outlive a power cut. */
  sync?: boolean;
}

/**
 * Writes a file so that a reader finds the old one or the new one, never half of one, also where several write it at the
 * same moment. Throws the `DrillError` of `unwritable`, and leaves nothing behind then; what a killed writer leaves goes with
 * `sweepAsides`.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  { sync = false }: ReplaceOptions = {},
): Promise<void> {
  // A name of its own: two writers of one file would take away each other's.
  const aside = await asideOf(path);
  try {
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(content);
      if (sync) await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {});
    throw unwritable(path, error);
  }
}

/**
 * Makes a folder to write into, with its parents, below `root` or that itself. Throws the `DrillError` of `unwritable`, and
 * that of `staysWithin`.
 */
export async function makeWritable(path: string, root: string): Promise<void> {
  await staysWithin(root, path);
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** What the place itself refuses, on a machine that is well. */
const ofPlace = ['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'];

/** What went wrong in writing there: exit code 64 where the place refuses (read-only), 3 where the disk failed (full). */
export function unwritable(path: string, error: unknown): DrillError {
  const said = `${path} cannot be written (${messageOf(error)}).`;
  return ofPlace.includes((error as NodeJS.ErrnoException).code ?? '')
    ? usageError(said, 'Name a folder that you may write to, or copy the results into one.')
    : machineError(said, 'See that the folder is still there and its disk has room, or name another one.', error);
}
