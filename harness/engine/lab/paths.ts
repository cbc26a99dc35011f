import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityAsFileName, identityFromFileName, lifeOf, ownIdentity } from '../../process-identity.ts';
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

/** The name of a folder in which this process builds something beside where it will lie. */
export async function asideOf(folder: string): Promise<string> {
  return `${folder}.${randomBytes(4).toString('hex')}.${identityAsFileName(await ownIdentity())}`;
}

/** Removes the folders in `parent` that `asideOf` named for processes that are gone. */
export async function sweepAsides(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const builder = identityFromFileName(name.slice(name.lastIndexOf('.') + 1));
    if (builder !== null && (await lifeOf(builder)) === 'gone') {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}
