import { mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { machineError } from '../../errors.ts';
import { xdgFolder } from '../../xdg-folder.ts';

/** `$XDG_CACHE_HOME/lvs-drill`, or `~/.cache/lvs-drill`: everything that can be built again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return xdgFolder(env.XDG_CACHE_HOME, '.cache');
}

/** Where every running lab has its folder, and dead ones theirs until they are swept. */
export function labsFolder(cache = cacheFolder()): string {
  return join(cache, 'labs');
}

/** Makes the folder if need be, readable by its owner only. Throws as `refuseForeign` does. */
export async function ensureFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await refuseForeign(path);
  return path;
}

/**
 * Throws a machine error for a folder that somebody else owns or may write to: what lies there is run as a kernel, and
 * names the socket of an engine. A folder that is not there is nobody's.
 */
export async function refuseForeign(path: string, user = process.getuid?.()): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) return;
  const another = 'or name another folder with XDG_CACHE_HOME.';
  if (found.uid !== user) {
    throw machineError(
      `${path} belongs to user ${found.uid}, not to user ${user} who runs this, and what lies there would be run.`,
      `Remove it, ${another}`,
    );
  }
  if ((found.mode & othersMayWrite) !== 0) {
    throw machineError(
      `Others than its owner may write to ${path}, and what lies there would be run.`,
      `Run \`npm run lab -- clean\` and \`chmod go-w ${path}\`, ${another}`,
    );
  }
  for (let above = dirname(await realpath(path)); ; above = dirname(above)) {
    const { mode } = await stat(above);
    if ((mode & everybodyMayWrite) !== 0 && (mode & sticky) === 0) {
      throw machineError(
        `Everybody may replace ${path}: ${above} is open to all.`,
        `Run \`chmod o-w ${above}\`, ${another}`,
      );
    }
    if (above === dirname(above)) return;
  }
}

const othersMayWrite = 0o022;
const everybodyMayWrite = 0o002;
/** Only its owner may rename or remove what lies in such a folder, as in /tmp. */
const sticky = 0o1000;
