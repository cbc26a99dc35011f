import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityAsFileName, identityFromFileName, lifeOf, ownIdentity } from './process-identity.ts';

/**
 * The path beside `path` where this process makes what is to lie there when it is whole. Its name tells who made it, so that
 * what a killed process left can be told from what a living one is about to rename.
 */
export async function asideOf(path: string): Promise<string> {
  const maker = await ownIdentity().then(identityAsFileName, () => 'aside');
  return `${path}.${randomBytes(4).toString('hex')}.${maker}`;
}

/** Whether `asideOf` gave that name. */
export function isAside(name: string): boolean {
  return identityFromFileName(lastPart(name)) !== null;
}

/** Removes what processes that are gone left in `parent` by names of `asideOf`. */
export async function sweepAsides(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const maker = identityFromFileName(lastPart(name));
    if (maker !== null && (await lifeOf(maker)) === 'gone') {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
