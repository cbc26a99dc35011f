import { join, resolve } from 'node:path';
import { DrillError, messageOf, usageError } from '../errors.ts';
import { isThere } from '../is-there.ts';
import type { Night, NightResult, Run } from '../model.ts';
import { readDrill } from './drill-folder.ts';
import { nightSchema } from './night-schema.ts';
import { readText } from './open-file.ts';
import { readRunJson } from './read-run-json.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import { replaceFile } from './replace-file.ts';
import { createRunFolder, findRunFolder, type RunFolder, runFolderAt } from './run-folder.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

/** Where everything of one night lies: `results/nightly/<started-at>/`. All paths are absolute. */
export interface NightFolder {
  path: string;
  nightJson: string;
  report: string;
  /** The same in few words, in Markdown. */
  summary: string;
}

/** The layout below a night's path; touches no disk. */
export function nightFolderAt(path: string): NightFolder {
  const root = resolve(path);
  return {
    path: root,
    nightJson: join(root, 'night.json'),
    report: join(root, 'report.html'),
    summary: join(root, 'summary.md'),
  };
}

/** Makes the folder of a new night below `out`. Throws a `DrillError` with exit code 64 when it cannot be written. */
export async function createNightFolder(out: string, startedAt: Date): Promise<NightFolder> {
  return nightFolderAt((await createRunFolder(out, 'nightly', startedAt, false)).path);
}

/** Writes night.json so that a reader finds the old one or the new one, never half of one. */
export async function saveNight({ nightJson }: Pick<NightFolder, 'nightJson'>, night: Night): Promise<void> {
  await replaceFile(nightJson, `${JSON.stringify(night, null, 2)}\n`);
}

const brokenRemedy = 'Name another folder.';

/**
 * The night that lies in a folder, or that a `latest` leads to; null when there is no night.json. Throws a `DrillError`
 * with exit code 64 when it cannot be read.
 */
export async function readNight(given: string): Promise<{ night: Night; folder: NightFolder } | null> {
  const folder = nightFolderAt((await findRunFolder(given)).path);
  const text = await readText(folder.nightJson).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw usageError(`${folder.nightJson} cannot be read (${messageOf(error)}).`);
  });
  if (text === null) return null;
  const parsed = parsedJson(text, folder.nightJson, brokenRemedy);
  refuseOtherSchema(parsed, folder.nightJson, 'night');
  const { data: night, issues } = checkedBy(nightSchema, parsed);
  if (issues === null) return { night, folder };
  throw usageError(`${folder.nightJson} is no night.json of this version (${issueWords(issues)}).`, brokenRemedy);
}

/**
 * The runs that are left of an entry, of each time that it was run; none where nothing was recorded. Throws a `DrillError`
 * with exit code 64 when one cannot be read.
 */
export async function runsOf(folder: Pick<NightFolder, 'path'>, result: NightResult): Promise<Run[][]> {
  const { times, trouble } = await readableRunsOf(folder, result);
  const [first] = trouble;
  if (first !== undefined) throw first;
  return times;
}

/** The same without those that cannot be read: why not stands in `trouble`. */
export async function readableRunsOf(
  { path }: Pick<NightFolder, 'path'>,
  { folders }: Pick<NightResult, 'folders'>,
): Promise<{ times: Run[][]; trouble: DrillError[] }> {
  const times: Run[][] = [];
  const trouble: DrillError[] = [];
  for (const folder of folders) {
    const drill = await orTrouble(readDrill(join(path, folder)), trouble);
    const own = drill === null ? [runFolderAt(join(path, folder))] : (drill?.folder.runs ?? []);
    times.push(await readableRuns(own, trouble));
  }
  return { times, trouble };
}

/** The runs in these folders that are there and can be read; why others cannot is added to `trouble`. */
export async function readableRuns(folders: readonly RunFolder[], trouble: DrillError[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const folder of folders) {
    const run = (await isThere(folder.runJson)) ? await orTrouble(readRunJson(folder), trouble) : undefined;
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

async function orTrouble<T>(reading: Promise<T>, trouble: DrillError[]): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof DrillError)) throw error;
    trouble.push(error);
    return undefined;
  }
}
