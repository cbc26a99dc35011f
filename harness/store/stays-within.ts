import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { usageError } from '../errors.ts';

/**
 * Makes sure that what is written to a path lands below `root`: a symbolic link on the way there, in a folder that somebody
 * else filled, could lead anywhere. `root` itself may be reached by one. Throws a `DrillError` with exit code 64 otherwise.
 */
export async function staysWithin(root: string, path: string): Promise<void> {
  const [from, to] = await Promise.all([realPlace(resolve(root)), realPlace(resolve(path))]);
  const way = relative(from, to);
  if (way !== '..' && !way.startsWith('../')) return;
  throw usageError(
    `${resolve(path)} leads out of ${resolve(root)} by a symbolic link, to ${to}.`,
    'Remove the link, or name the folder that it leads to.',
  );
}

/** Where a path leads when all links are followed, as far as there is something. */
async function realPlace(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null || dirname(path) === path) return real ?? path;
  return join(await realPlace(dirname(path)), relative(dirname(path), path));
}
