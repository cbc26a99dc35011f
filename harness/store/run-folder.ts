import { mkdir, readlink, rename, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { asideOf, sweepAsides } from '../asides.ts';
import { machineError, messageOf, usageError } from '../errors.ts';
import { makeWritable, unwritable } from './replace-file.ts';
import { staysWithin } from './stays-within.ts';

/** Where everything of one run lies: `results/<suite>/<started-at>/`. All paths are absolute. */
export interface RunFolder {
  path: string;
  runJson: string;
  observations: string;
  capture: string;
  logs: string;
  charts: string;
  report: string;
}

/** The layout below a run folder's path; touches no disk, so that a reader can name what it misses. */
export function runFolderAt(path: string): RunFolder {
  const root = resolve(path);
  return {
    path: root,
    runJson: join(root, 'run.json'),
    observations: join(root, 'observations.ndjson'),
    capture: join(root, 'capture.pcap'),
    logs: join(root, 'logs'),
    charts: join(root, 'charts'),
    report: join(root, 'report.html'),
  };
}

/** ISO 8601 in UTC to the second, without the colons that some file systems and shells refuse: `2026-11-20T04-50-12Z`. */
export function startedAtStamp(startedAt: Date): string {
  return `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/**
 * Proves that runs can be stored below `out`, by making it and something in it: asked before
 * anything is started, because a drill whose recording is lost has hurt the cluster for nothing.
 * Throws a `DrillError` with exit code 64 otherwise.
 */
export async function checkWritable(out: string): Promise<void> {
  const root = resolve(out);
  try {
    await makeFolders(root);
    await sweepAsides(root);
    // A name of its own: two runs may ask at the same time.
    const proof = await asideOf(join(root, '.writable'));
    await mkdir(proof);
    await rmdir(proof);
  } catch (error) {
    throw usageError(
      `The results folder ${root} cannot be written (${messageOf(error)}).`,
      'Name a folder that you may write to with --out.',
    );
  }
}

/**
 * Makes the folder of a new run below `out`, with `logs/` and `charts/` in it if `furnished`. Two runs of one
 * second get different folders: the later one `-2`, `-3` and so on behind its stamp.
 */
export async function createRunFolder(
  out: string,
  suite: string,
  startedAt: Date,
  furnished = true,
): Promise<RunFolder> {
  await checkWritable(out);
  const suiteFolder = resolve(out, suite);
  await staysWithin(out, suiteFolder);
  await makeFolders(suiteFolder);
  if (!(await stat(suiteFolder)).isDirectory())
    throw usageError(`${suiteFolder} is no folder.`, 'Move it out of the way, or name another folder with --out.');
  await sweepAsides(suiteFolder);
  const stamp = startedAtStamp(startedAt);
  for (let attempt = 1; attempt <= 1000; attempt += 1) {
    const folder = runFolderAt(join(suiteFolder, attempt === 1 ? stamp : `${stamp}-${attempt}`));
    if (await made(folder.path)) {
      if (!furnished) return folder;
      await makeWritable(folder.logs, folder.path);
      await makeWritable(folder.charts, folder.path);
      return folder;
    }
  }
  throw machineError(`A thousand runs already started at ${stamp} in ${suiteFolder}.`, 'Look at the clock.');
}

/** mkdir with its parents. Not Node's own `recursive`: that one never returns below /proc (Node 20). */
async function makeFolders(path: string): Promise<void> {
  if ((await stat(path).catch(() => null))?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolders(parent);
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    // Another run may have made it at the same time.
    if (error.code !== 'EEXIST') throw error;
  });
}

/** False when it was there already: mkdir is the only test that two processes cannot both pass. */
async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Points `results/<suite>/latest` at this run. The link is relative, so that the results folder can be moved,
 * and replaced by a rename, so that a reader never finds it missing.
 * Throws a `DrillError` when something that is no link stands in its place.
 */
export async function syncLatest(folder: Pick<RunFolder, 'path'>): Promise<void> {
  const target = basename(folder.path);
  const link = join(dirname(folder.path), 'latest');
  const aside = await asideOf(join(dirname(folder.path), '.latest'));
  await symlink(target, aside, 'dir').catch((error: unknown) => {
    throw unwritable(link, error);
  });
  try {
    await rename(aside, link);
  } catch (error) {
    await rm(aside, { force: true });
    throw machineError(`${link} is no symbolic link (${messageOf(error)}).`, 'Move it out of the way.', error);
  }
}

/**
 * What a user means by a run folder: the folder itself, its run.json or report.html, or a `latest` link, which
 * is resolved so that paths printed later stay true. Throws a `DrillError` with exit code 64 when there is none.
 */
export async function findRunFolder(given: string): Promise<RunFolder> {
  const path = resolve(given);
  const facts = await stat(path).catch(() => null);
  if (facts === null)
    throw usageError(`There is no run folder ${path}.`, 'Name a folder results/<suite>/<started-at>.');
  if (!facts.isDirectory()) return runFolderAt(dirname(path));
  const linked = await readlink(path).catch(() => null);
  return runFolderAt(linked === null ? path : resolve(dirname(path), linked));
}
