import { rename, rm, stat } from 'node:fs/promises';
import { asideOf } from '../../asides.ts';
import type { Log } from '../engine.ts';
import { buildOnce } from './build-once.ts';
import { brokenSeal, sealFiles } from './seal.ts';

/**
 * As `buildOnce`, and a folder that is there but not as it was built is built again: cut short by a full disk, restored
 * only in part, changed by somebody. `files`: what is used of it.
 */
export async function buildSealed(
  folder: string,
  files: readonly string[],
  build: (aside: string) => Promise<void>,
  log: Log,
): Promise<string> {
  const judged = await inodeOf(folder);
  const flaw = judged === null ? null : await brokenSeal(folder, files);
  if (flaw !== null) {
    log(`${flaw}; it is built again`);
    // Unless somebody has done so in the meantime. A lab that runs on it goes on: its kernel holds the files open.
    if ((await inodeOf(folder)) === judged) {
      const away = await asideOf(folder);
      await rename(folder, away).catch(() => {});
      await rm(away, { recursive: true, force: true });
    }
  }
  return buildOnce(folder, async (aside) => {
    await build(aside);
    await sealFiles(aside, files);
  });
}

async function inodeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.ino ?? null;
}
