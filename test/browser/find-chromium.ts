import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Log } from '../../harness/engine/engine.ts';
import { installHostPackages, systemPath } from '../../harness/engine/lab/host-packages.ts';
import { DrillError, machineError, messageOf } from '../../harness/errors.ts';

/** Names an executable to be used instead of the one on the PATH. */
export const chromiumVariable = 'LVS_DRILL_CHROMIUM';

/** What Chromium is called: Debian, Ubuntu, Google's own packages. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser to test with: the one that `LVS_DRILL_CHROMIUM` names, else the first on the PATH, else Debian's package,
 * which root gets installed. Throws a `DrillError` that says what to do when there is none.
 */
export async function ensureChromium(log: Log, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const named = env[chromiumVariable];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return named;
    throw machineError(
      `${chromiumVariable} names ${named}, which is no executable file.`,
      `Name the Chromium to test with, or unset ${chromiumVariable}.`,
    );
  }
  const found = await onPath(env);
  if (found !== null) return found;
  await installHostPackages(['chromium'], 'Testing reports in a browser', log).catch((error: unknown) => {
    const remedy = error instanceof DrillError ? error.remedy : undefined;
    const named = `Or name a Chromium or Chrome that is there with ${chromiumVariable}.`;
    throw machineError(messageOf(error), remedy === undefined ? named : `${remedy}\n${named}`, error);
  });
  const installed = await onPath(env);
  if (installed !== null) return installed;
  throw machineError(
    'apt-get installed the package chromium, and yet there is no chromium on the PATH.',
    `Install Chromium by hand and name it with ${chromiumVariable}.`,
  );
}

async function onPath(env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of names) {
    for (const folder of systemPath(env).split(delimiter)) {
      const path = join(folder, name);
      if (folder !== '' && (await isExecutable(path))) return path;
    }
  }
  return null;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
