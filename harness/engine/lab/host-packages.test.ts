import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodes } from '../../errors.ts';
import { installHostPackages } from './host-packages.ts';

let folder = '';
let lines: string[] = [];
const log = (line: string) => void lines.push(line);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lvs-drill-apt-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** An apt-get that writes down what it was asked, then does this. */
async function aptGet(does: string): Promise<void> {
  const path = join(folder, 'apt-get');
  await writeFile(path, `#!/bin/sh\necho "$*" >> ${join(folder, 'asked')}\n${does}\n`);
  await chmod(path, 0o755);
}
const env = () => ({ PATH: `${folder}:/usr/bin:/bin` });
const asked = async () => (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');

test('root installs what is missing, and is told beforehand how much is fetched', async () => {
  await aptGet(`case "$*" in *--print-uris*)
  echo "'http://archive.example/chromium_1.deb' chromium_1.deb 80300000 SHA256:ab"
  echo "'http://archive.example/common_1.deb' common_1.deb 5000000 SHA256:cd";; esac`);
  await installHostPackages(['chromium'], 'A browser that draws the reports', log, { isRoot: true, env: env() });
  expect(lines).toEqual(['installing on this machine with apt-get: chromium (85.3 MB to fetch)']);
  expect(await asked()).toEqual([
    'update',
    'install --no-install-recommends -y -qq --print-uris chromium',
    'install --no-install-recommends -y chromium',
  ]);
});

test('nothing is asked where nothing is missing', async () => {
  await installHostPackages([], 'A browser that draws the reports', log, { isRoot: false, env: env() });
  expect(lines).toEqual([]);
});

test('an ordinary user gets one sentence and the command, and nothing is tried', async () => {
  await aptGet('exit 0');
  const installing = installHostPackages(['chromium'], 'A browser that draws the reports', log, {
    isRoot: false,
    env: env(),
  });
  await expect(installing).rejects.toMatchObject({
    message: 'A browser that draws the reports needs packages that this machine lacks: chromium.',
    remedy: 'Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium',
    exitCode: exitCodes.cannotRun,
  });
  await expect(asked()).rejects.toThrow('ENOENT');
});

test('an apt-get that fails says why in its own words', async () => {
  await aptGet(`case "$1" in install) echo 'E: Unable to locate package chromium'; exit 100;; esac`);
  const installing = installHostPackages(['chromium'], 'A browser that draws the reports', log, {
    isRoot: true,
    env: env(),
  });
  await expect(installing).rejects.toMatchObject({
    message: 'apt-get could not install chromium: E: Unable to locate package chromium',
    remedy: expect.stringContaining('Install them by hand'),
  });
});
