import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExecaError, execa } from 'execa';
import { machineError } from '../../errors.ts';
import type { Log } from '../engine.ts';
import { withoutCredentials } from '../without-credentials.ts';
import { buildSealed } from './build-sealed.ts';
import { systemPath } from './host-packages.ts';
import { librariesInJail } from './jail.ts';

const guestFolder = fileURLToPath(new URL('guest/', import.meta.url));

/** Packages of the guest: a Docker engine and what its init needs. */
const guestPackages = ['docker.io', 'iproute2', 'kmod', 'procps', 'user-mode-linux'];

/** Raised when the recipe below changes without its inputs changing. */
const recipeVersion = 4;

/** Size of the guest's disk; sparse, so it costs what is written to it. */
const diskSize = '16G';

/** A root file system with the kernel that boots it. */
export interface RootFs {
  key: string;
  /** ext4 image; never opened for writing once it is built. */
  disk: string;
  /** The User-Mode Linux kernel, which starts in its jail only; in `lib` beside it, its interpreter and C library. */
  kernel: string;
}

/** What the root file system is built from, as a short hash. */
export async function rootFsKey(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify({ guestPackages, recipeVersion, diskSize }));
  for (const name of ['init.sh', 'rootfs-hook.sh']) hash.update(await readFile(join(guestFolder, name)));
  return hash.digest('hex').slice(0, 12);
}

/** Builds the root file system into the cache unless it is there. Throws a machine error when the tools refuse. */
export async function ensureRootFs(cache: string, log: Log): Promise<RootFs> {
  const key = await rootFsKey();
  const build = async (aside: string) => {
    log(
      'building the lab’s root file system: Debian 13 with a Docker engine and a User-Mode Linux kernel (about 170 MB to download, 1 minute)',
    );
    const archive = join(aside, 'root.tar');
    await debootstrap(archive, log);
    await unpackToDisk(aside);
    await rm(archive);
  };
  const folder = await buildSealed(join(cache, `rootfs-${key}`), ['disk.img', 'linux', ...libraries], build, log);
  return { key, disk: join(folder, 'disk.img'), kernel: join(folder, 'linux') };
}

/** What the kernel is linked with. */
const libraries = ['lib/libc.so.6', 'lib/ld-linux-x86-64.so.2'];

const isRoot = () => process.getuid?.() === 0;

/**
 * Arguments of mmdebstrap that make the root file system: of trixie, and of forky the kernel, with this apt option for
 * that one line. Exported for the test that it refuses packages without a signature.
 */
export function rootFsArgv(archive: string, forkyOption: string): string[] {
  return [
    '--variant=minbase',
    `--mode=${isRoot() ? 'root' : 'unshare'}`,
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    `--setup-hook='${join(guestFolder, 'rootfs-hook.sh')}' "$1" '${forkyOption}'`,
    `--include=${guestPackages.join(',')}`,
    '--customize-hook=mv "$1"/usr/lib/uml/modules "$1"/usr/lib/modules',
    `--customize-hook=copy-in '${join(guestFolder, 'init.sh')}' /`,
    '--customize-hook=mv "$1"/init.sh "$1"/lab-init && chmod 755 "$1"/lab-init',
    'trixie',
    archive,
  ];
}

async function debootstrap(archive: string, log: Log): Promise<void> {
  const run = (forkyOption: string) =>
    execa('mmdebstrap', rootFsArgv(archive, forkyOption), { env: { PATH: systemPath() }, stdin: 'ignore', all: true });
  try {
    await run('');
  } catch (error) {
    if (!(error instanceof ExecaError) || !isExpiredRelease(error.all)) throw debootstrapError(error);
    log(
      'the mirror is a frozen copy whose forky release file has expired: accepting that file’s age, and only that (signatures are still checked)',
    );
    await run('check-valid-until=no').catch((second: unknown) => {
      throw debootstrapError(second);
    });
  }
}

/** Whether mmdebstrap failed because of nothing but the age of forky's release file. Exported for its test. */
export function isExpiredRelease(output: unknown): boolean {
  return typeof output === 'string' && /Release file for \S*forky\S* is expired/.test(output);
}

function debootstrapError(error: unknown): Error {
  const output = error instanceof ExecaError && typeof error.all === 'string' ? error.all : String(error);
  const reason = output
    .split('\n')
    .filter((line) => /^E: /.test(line))
    .slice(0, 2)
    .join(' ');
  return machineError(
    withoutCredentials(
      `mmdebstrap could not build the lab's root file system: ${reason || output.trim().split('\n').slice(-2).join(' ')}`,
    ),
    isRoot()
      ? 'It needs a Debian mirror that serves trixie and forky: check with `apt-get update` that this machine reaches one.'
      : 'It needs a Debian mirror, and user namespaces with a range in /etc/subuid: check `apt-get update` and `unshare --map-root-user --map-auto true`, or run as root.',
    error,
  );
}

/**
 * Unpacks with the files' own owners, which takes root or a user namespace, and makes the disk and the kernel of it.
 * The kernel needs glibc 2.38; an older machine's C library cannot start it, the guest's own can, so the kernel is told
 * to use a copy of that, at the path where its jail has it. Device nodes are left out, which only root may make: the
 * guest's kernel fills /dev itself.
 */
async function unpackToDisk(aside: string): Promise<void> {
  const script = `
    set -eu
    mkdir root lib && tar -xpf root.tar -C root --exclude './dev/*'
    mv root/usr/bin/linux.uml linux
    cp -L root/usr/lib/x86_64-linux-gnu/libc.so.6 root/usr/lib64/ld-linux-x86-64.so.2 lib/
    patchelf --set-interpreter "$1/ld-linux-x86-64.so.2" --set-rpath "$1" linux
    truncate -s ${diskSize} disk.img && mkfs.ext4 -q -F -d root disk.img
    rm -rf root`;
  const namespace = isRoot() ? [] : ['unshare', '--map-root-user', '--map-auto', '--'];
  const [command = 'sh', ...argv] = [...namespace, 'sh', '-c', script, 'sh', librariesInJail];
  await execa(command, argv, { cwd: aside, env: { PATH: systemPath() }, stdin: 'ignore' }).catch((error: unknown) => {
    throw machineError(
      `The lab's disk could not be made in ${aside}: ${error instanceof ExecaError ? error.stderr : String(error)}`,
      'Check the free space of the cache folder (3 GB are needed); as an ordinary user check `unshare --map-root-user --map-auto true`.',
      error,
    );
  });
}
