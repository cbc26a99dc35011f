import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { xdgFolder } from '../../xdg-folder.ts';

/** `$XDG_CACHE_HOME/lvs-drill`, or `~/.cache/lvs-drill`: everything that can be built again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return xdgFolder(env.XDG_CACHE_HOME, '.cache');
}

/** Where every running lab has its folder, and dead ones theirs until they are swept. */
export function labsFolder(cache = cacheFolder()): string {
  return join(cache, 'labs');
}

/** Makes the folder if need be, readable by its owner only. */
export async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  return path;
}
