import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { machineError } from '../../errors.ts';
import type { Log } from '../engine.ts';

/** Something the lab needs of the machine, and the Debian package that brings it. */
interface HostNeed {
  package: string;
  /** A command on the PATH, or an absolute path of a file. */
  provides: string;
}

const needs: HostNeed[] = [
  { package: 'mmdebstrap', provides: 'mmdebstrap' },
  { package: 'patchelf', provides: 'patchelf' },
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

async function isThere(need: HostNeed): Promise<boolean> {
  const candidates = need.provides.startsWith('/')
    ? [need.provides]
    : systemPath()
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

/**
 * Makes sure that the machine has what the lab is built with: installs it when this is root on a Debian-like system,
 * otherwise throws the sentence that names the command.
 */
export async function ensureHostPackages(log: Log): Promise<void> {
  const missing = await missingHostPackages();
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const hasApt = await isThere({ package: 'apt', provides: 'apt-get' });
  if (!isRoot || !hasApt) {
    throw machineError(
      `The lab engine needs packages that this machine lacks: ${missing.join(', ')}.`,
      `Run: ${installCommand(missing)}`,
    );
  }
  log(`installing on this machine with apt-get: ${missing.join(' ')}`);
  const apt = async (...argv: string[]) =>
    execa('apt-get', argv, { env: { DEBIAN_FRONTEND: 'noninteractive' }, stdin: 'ignore', all: true });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...missing);
  } catch (error) {
    throw machineError(
      `apt-get could not install ${missing.join(', ')}: ${lastLines(error)}`,
      `Install them by hand, then run this again: ${installCommand(missing)}`,
      error,
    );
  }
}

function lastLines(error: unknown): string {
  const all = (error as { all?: unknown }).all;
  return typeof all === 'string' ? all.trim().split('\n').slice(-3).join(' | ') : String(error);
}
