import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { messageOf, usageError } from '../errors.ts';
import { isThere } from '../is-there.ts';
import type { Run } from '../model.ts';
import { readDrill } from './drill-folder.ts';
import { acceptedNightSchema } from './night-schema.ts';
import { readText } from './open-file.ts';
import { readRunJson } from './read-run-json.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import { findRunFolder, runFolderAt } from './run-folder.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

/** A run that was found. */
export interface FoundRun {
  /** Where it was read from, below what the user named. */
  from: string;
  run: Run;
  /** Its folder, where its observations may lie; null: only run.json was kept. */
  folder: string | null;
}

/** How far below a folder of nights runs are looked for: `results/<suite>/<started-at>/<scenario>`. */
const deepest = 4;

/**
 * All runs of what a user names: a run's folder, a drill's, a `latest` link to one, a folder of several of them, a run.json
 * under any name, an accepted night, or a folder of these. Throws a `DrillError` with exit code 64 when there is none, or
 * one cannot be read.
 */
export async function findRuns(given: string): Promise<FoundRun[]> {
  const path = resolve(given);
  const facts = await stat(path).catch(() => null);
  if (facts === null)
    throw usageError(`There is no file or folder ${path}.`, 'Name a run, results/<suite>/<started-at>.');
  const found = facts.isDirectory()
    ? await runsBelow(given, (await findRunFolder(path)).path, 0)
    : await runsOfFile(given, path);
  if (found.length === 0) throw usageError(`There is no run in ${path}.`, 'Name a run, results/<suite>/<started-at>.');
  return found;
}

async function runsBelow(given: string, path: string, depth: number): Promise<FoundRun[]> {
  const drill = await readDrill(path);
  if (drill !== null) {
    return inTurn(drill.folder.runs, async (folder) => [
      { from: join(given, folder.path.slice(path.length)), run: await readRunJson(folder), folder: folder.path },
    ]);
  }
  const own = runFolderAt(path);
  if (await isThere(own.runJson)) return [{ from: given, run: await readRunJson(own), folder: path }];
  if (depth === deepest) return [];
  const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  // A link, such as `latest`, leads to what lies beside it.
  return inTurn(entries, async (entry) => {
    const [name, inside] = [join(given, entry.name), join(path, entry.name)];
    if (entry.isDirectory()) return runsBelow(name, inside, depth + 1);
    return entry.isFile() && entry.name.endsWith('.json') && !(await isAboutRuns(inside))
      ? runsOfFile(name, inside)
      : [];
  });
}

/** What lvs-drill itself writes above runs: night.json, compare.json, bench.json and the like. Others are held to be runs. */
async function isAboutRuns(path: string): Promise<boolean> {
  const parsed = await jsonAt(path);
  const isOurs = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  return isOurs && !('runs' in parsed) && !('scenario' in parsed);
}

async function inTurn<T>(many: readonly T[], find: (one: T) => Promise<FoundRun[]>): Promise<FoundRun[]> {
  const found: FoundRun[] = [];
  for (const one of many) for (const run of await find(one)) found.push(run);
  return found;
}

async function runsOfFile(given: string, path: string): Promise<FoundRun[]> {
  if (!path.endsWith('.json') || path.endsWith('/drill.json')) return runsBelow(dirname(given), dirname(path), deepest);
  const kept = await acceptedRuns(path);
  if (kept !== null) return kept.map((run) => ({ from: given, run, folder: null }));
  const beside = dirname(path);
  const folder = (await isThere(runFolderAt(beside).observations)) ? beside : null;
  return [{ from: given, run: await readRunJson({ ...runFolderAt(beside), runJson: path }), folder }];
}

/** Null where the file is no accepted night; whether it is a run, its own reader says. */
async function acceptedRuns(path: string): Promise<Run[] | null> {
  const parsed = await jsonAt(path);
  if (typeof parsed !== 'object' || parsed === null || !('runs' in parsed)) return null;
  refuseOtherSchema(parsed, path, 'accepted night');
  const { data: night, issues } = checkedBy(acceptedNightSchema, parsed);
  if (issues === null) return night.runs;
  throw usageError(`${path} is no accepted night of this version (${issueWords(issues)}).`);
}

/** Undefined where it is no JSON. Throws a `DrillError` with exit code 64 when it cannot be read. */
async function jsonAt(path: string): Promise<unknown> {
  const text = await readText(path).catch((error: unknown) => {
    throw usageError(`${path} cannot be read (${messageOf(error)}).`);
  });
  try {
    return parsedJson(text, path, '');
  } catch {
    return undefined;
  }
}
