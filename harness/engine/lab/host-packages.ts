import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { machineError } from '../../errors.ts';
import type { Log } from '../engine.ts';
import { withoutCredentials } from '../without-credentials.ts';

/** Something the lab needs of the machine, and the Debian package that brings it. */
interface HostNeed {
  package: string;
  /** A command on the PATH, or an absolute path of a file. */
  provides: string;
}

const needs: HostNeed[] = [
  { package: 'mmdebstrap', provides: 'mmdebstrap' },
  { package: 'patchelf', provides: 'patchelf' },
  { package: 'bubblewrap', provides: 'bwrap' },
  { package: 'e2fsprogs', provides: 'mkfs.ext4' },
  { package: 'iproute2', provides: 'ip' },
  { package: 'util-linux', provides: 'unshare' },
  { package: 'tar', provides: 'tar' },
  { package: 'debian-archive-keyring', provides: '/usr/share/keyrings/debian-archive-keyring.gpg' },
];
/** An ordinary user builds in a user namespace with a range of ids. */
const needsOfOrdinaryUser: HostNeed[] = [{ package: 'uidmap', provides: 'newuidmap' }];

/** The PATH with the folders of system commands, which an ordinary user's PATH lacks. */
export function systemPath(env: NodeJS.ProcessEnv = process.env): string {
  return [env.PATH ?? '', '/usr/sbin', '/sbin'].join(delimiter);
}

async function isThere(need: HostNeed, env?: NodeJS.ProcessEnv): Promise<boolean> {
  const candidates = need.provides.startsWith('/')
    ? [need.provides]
    : systemPath(env)
        .split(delimiter)
        .map((folder) => join(folder, need.provides));
  for (const path of candidates) {
    const found = await access(path, need.provides.startsWith('/') ? constants.R_OK : constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** Names of the Debian packages that this machine lacks. */
export async function missingHostPackages(isRoot = process.getuid?.() === 0): Promise<string[]> {
  const missing: string[] = [];
  for (const need of isRoot ? needs : [...needs, ...needsOfOrdinaryUser]) {
    if (!(await isThere(need))) missing.push(need.package);
  }
  return missing;
}

/** The command that installs them, to be shown to a user. */
export function installCommand(packages: string[]): string {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** Makes sure that the machine has what the lab is built with. Throws as `installHostPackages` does. */
export async function ensureHostPackages(log: Log): Promise<void> {
  await installHostPackages(await missingHostPackages(), 'The lab engine', log);
}

/** Whom and what installing depends on: tests name another. */
export interface Installer {
  isRoot: boolean;
  /** Environment of apt-get, whose PATH it is looked for in. */
  env: NodeJS.ProcessEnv;
}

/**
 * Installs Debian packages when this is root on a Debian-like system, and tells how much it fetches for them; otherwise
 * throws the sentence that names the command. `whatFor` begins that sentence, such as "The lab engine".
 */
export async function installHostPackages(
  missing: string[],
  whatFor: string,
  log: Log,
  { isRoot, env }: Installer = { isRoot: process.getuid?.() === 0, env: process.env },
): Promise<void> {
  if (missing.length === 0) return;
  const names = missing.join(', ');
  if (!isRoot || !(await isThere({ package: 'apt', provides: 'apt-get' }, env))) {
    throw machineError(
      `${whatFor} needs packages that this machine lacks: ${names}.`,
      `Run: ${installCommand(missing)}`,
    );
  }
  const apt = (...argv: string[]) =>
    execa('apt-get', argv, {
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      extendEnv: false,
      stdin: 'ignore',
      all: true,
    });
  const install = ['install', '--no-install-recommends'];
  try {
    await apt('update');
    // Not --assume-no: apt-get asks nothing, and installs, where it needs no other package than those named.
    const { all: plan } = await apt(...install, '-y', '-qq', '--print-uris', ...missing);
    log(`installing on this machine with apt-get: ${missing.join(' ')} (${megabytesIn(plan)} MB to fetch)`);
    await apt(...install, '-y', ...missing);
  } catch (error) {
    throw machineError(
      `apt-get could not install ${names}: ${lastLines(error)}`,
      `Install them by hand, then run this again: ${installCommand(missing)}`,
      error,
    );
  }
}

/** Sum of the sizes in what --print-uris prints: address, file name, bytes and hash of each package that is not there yet. */
function megabytesIn(plan: string): string {
  const bytes = [...plan.matchAll(/^'\S+' \S+ (\d+)/gm)].reduce((sum, [, size]) => sum + Number(size), 0);
  return (bytes / 1e6).toFixed(1);
}

function lastLines(error: unknown): string {
  const all = (error as { all?: unknown }).all;
  return withoutCredentials(typeof all === 'string' ? all : String(error))
    .trim()
    .split('\n')
    .slice(-3)
    .join(' | ');
}
