import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type Dockerode from 'dockerode';
import { execa } from 'execa';
import { machineError, messageOf } from '../errors.ts';
import { followProgress } from './progress.ts';
import { withoutCredentials } from './without-credentials.ts';

/** What every image of ours starts from. */
export const baseImageName = 'debian:trixie-slim';

/** Time a registry has to answer at all, ms. Downloading may then take longer, as long as it goes on. */
const registryAnswerMs = 10_000;
/** A download without any progress for this long is given up, ms. */
const downloadStallMs = 30_000;

export interface BaseImageOptions {
  /** Where the base made on this machine is kept for the next engine; absent: it is not kept. */
  baseTarball?: string;
  /** Given: the engine has no network of its own, so that no registry is worth asking. */
  buildProxy?: string;
  log(line: string): void;
}

/**
 * Sees to it that the engine has the base image: it is there already, or a registry gives it, or it is made on this
 * machine with mmdebstrap and imported. Throws a `DrillError` (exit code 3) when none of these is possible.
 */
export async function ensureBaseImage(docker: Dockerode, options: BaseImageOptions): Promise<void> {
  if (await hasImage(docker, baseImageName)) return;
  const tarball = options.baseTarball;
  if (tarball !== undefined && existsSync(tarball)) return importBase(docker, tarball, options);
  if (options.buildProxy === undefined) {
    try {
      options.log(`pulling ${baseImageName}`);
      await pull(docker, options);
      return;
    } catch (error) {
      options.log(`no registry gives ${baseImageName} (${messageOf(error).split('\n')[0]})`);
    }
  }
  options.log(`making ${baseImageName} with mmdebstrap`);
  if (tarball !== undefined) {
    await makeBaseTarball(tarball);
    return importBase(docker, tarball, options);
  }
  const folder = await mkdtemp(join(tmpdir(), 'lvs-drill-base-'));
  try {
    await makeBaseTarball(join(folder, 'base.tar'));
    await importBase(docker, join(folder, 'base.tar'), options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the engine has an image of that name. */
export async function hasImage(docker: Dockerode, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

async function pull(docker: Dockerode, options: BaseImageOptions): Promise<void> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), registryAnswerMs);
  try {
    const stream: NodeJS.ReadableStream = await docker.pull(baseImageName, { abortSignal: abort.signal });
    stream.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), downloadStallMs);
    });
    await followProgress(stream, `Pulling ${baseImageName}`, () => {});
  } catch (error) {
    if (abort.signal.aborted) throw new Error('no answer in time');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  options.log(`pulled ${baseImageName}`);
}

async function importBase(docker: Dockerode, tarball: string, options: BaseImageOptions): Promise<void> {
  options.log(`importing ${baseImageName}`);
  const [repo, tag] = baseImageName.split(':');
  const stream = await docker.importImage(tarball, { repo, tag });
  await followProgress(stream, `Importing ${baseImageName}`, () => {});
}

/** Arguments of mmdebstrap that make it. Exported for the test that it refuses packages without a signature. */
export function baseArgv(archive: string): string[] {
  const excluded = ['doc/*', 'info/*', 'lintian/*', 'linda/*', 'locale/*', 'man/*', 'groff/*'];
  return [
    `--mode=${process.getuid?.() === 0 ? 'root' : 'unshare'}`,
    '--variant=minbase',
    '--format=tar',
    '--dpkgopt=force-unsafe-io',
    '--aptopt=Acquire::Languages "none"',
    ...excluded.map((what) => `--dpkgopt=path-exclude=/usr/share/${what}`),
    '--dpkgopt=path-include=/usr/share/doc/*/copyright',
    'trixie',
    archive,
  ];
}

/**
 * Makes the file system of the base image as a tar archive at `path`, as Debian's own slim image has it: minimal,
 * without documentation, and with a dpkg that does not wait for the disk after each file. Works aside and renames,
 * so that a half-made archive never has the final name.
 */
export async function makeBaseTarball(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  const result = await execa('mmdebstrap', baseArgv(partial), { reject: false, all: true, stdin: 'ignore' });
  try {
    if (result.code === 'ENOENT') {
      throw machineError(
        `Neither a registry nor mmdebstrap can provide ${baseImageName}.`,
        'Run: apt-get install --yes --no-install-recommends mmdebstrap',
      );
    }
    if (result.failed) {
      const lines = withoutCredentials(result.all ?? result.shortMessage ?? '')
        .split('\n')
        .slice(-20)
        .join('\n');
      throw machineError(
        `mmdebstrap could not make ${baseImageName} (exit code ${result.exitCode ?? 'none'}):\n${lines}`,
        'Check that this machine reaches its Debian package mirror, and that its debian-archive-keyring knows trixie.',
      );
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}
