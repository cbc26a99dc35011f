import { access, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asideOf, sweepAsides } from '../../asides.ts';
import { ensureFolder } from './paths.ts';

/**
 * Returns `folder`, built by `build` if it is not there yet. The build works aside and is renamed into place when it is
 * whole, so an interrupted build leaves nothing that could be taken for a whole one, and of two racing builds the
 * second throws its own result away.
 */
export async function buildOnce(folder: string, build: (aside: string) => Promise<void>): Promise<string> {
  if (await exists(folder)) return folder;
  await ensureFolder(dirname(folder));
  await sweepAsides(dirname(folder));
  const aside = await asideOf(folder);
  await ensureFolder(aside);
  try {
    await build(aside);
    await rename(aside, folder).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
