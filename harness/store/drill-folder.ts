import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, usageError } from '../errors.ts';
import { isThere } from '../is-there.ts';
import type { Drill } from '../model.ts';
import { noun } from './noun.ts';
import { readText } from './open-file.ts';
import { refuseOtherSchema } from './refuse-other-schema.ts';
import { makeWritable, replaceFile } from './replace-file.ts';
import { createRunFolder, type RunFolder, runFolderAt } from './run-folder.ts';
import { scenarioName } from './run-schema.ts';
import { checkedBy, issueWords, parsedJson } from './stored-json.ts';

/**
 * Where everything of one drill lies: `results/<suite>/<started-at>/`. With one scenario that is its run's folder; with
 * several it holds drill.json, the report over all of them, and below it a run folder named like each scenario.
 */
export interface DrillFolder {
  path: string;
  drillJson: string;
  report: string;
  runs: RunFolder[];
}

/** drill.json, schema number 1. */
export const drillSchema: z.ZodType<Drill> = noun('Drill', {
  schema: z.literal(1),
  suite: z.string(),
  summary: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  command: z.string(),
  scenarios: z.array(z.string().regex(scenarioName)),
});

/** Makes the folder of a new drill below `out`, with one for each run. Throws a `DrillError` when it cannot. */
export async function createDrillFolder(
  out: string,
  suite: string,
  startedAt: Date,
  scenarios: readonly string[],
): Promise<DrillFolder> {
  const own = await createRunFolder(out, suite, startedAt, false);
  return furnishDrillFolder(own.path, scenarios);
}

/** Makes a folder that is there, and empty, that of a drill. */
export async function furnishDrillFolder(path: string, scenarios: readonly string[]): Promise<DrillFolder> {
  const runs = scenarios.length === 1 ? [runFolderAt(path)] : scenarios.map((name) => runFolderAt(join(path, name)));
  for (const run of runs) {
    await makeWritable(run.logs, run.path);
    await makeWritable(run.charts, run.path);
  }
  return drillFolderOf(path, runs);
}

const brokenRemedy = 'Name another folder.';

function drillFolderOf(path: string, runs: RunFolder[]): DrillFolder {
  return { path, drillJson: join(path, 'drill.json'), report: join(path, 'report.html'), runs };
}

/** The folder of the drill's run with that number, from 0. */
export function folderOfRun(folder: DrillFolder, index: number): RunFolder {
  const run = folder.runs[index];
  if (run === undefined) throw new Error(`The drill has no run ${index}.`);
  return run;
}

/** Writes drill.json so that a reader finds the old one or the new one, never half of one. */
export async function saveDrill(folder: DrillFolder, drill: Drill): Promise<void> {
  await replaceFile(folder.drillJson, `${JSON.stringify(drill, null, 2)}\n`);
}

/**
 * The drill that lies in a folder; null when it is the folder of a single run. Runs that were never begun are left out of
 * `folder.runs`. Throws a `DrillError` with exit code 64 when drill.json cannot be read.
 */
export async function readDrill(path: string): Promise<{ drill: Drill; folder: DrillFolder } | null> {
  const { drillJson } = drillFolderOf(path, []);
  const text = await readText(drillJson).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw usageError(`${drillJson} cannot be read (${messageOf(error)}).`);
  });
  if (text === null) return null;
  const parsed = parsedJson(text, drillJson, brokenRemedy);
  refuseOtherSchema(parsed, drillJson, 'drill');
  const { data: drill, issues } = checkedBy(drillSchema, parsed);
  if (issues !== null)
    throw usageError(`${drillJson} is no drill.json of this version (${issueWords(issues)}).`, brokenRemedy);
  const runs: RunFolder[] = [];
  for (const scenario of drill.scenarios) {
    const run = runFolderAt(join(path, scenario));
    if (await isThere(run.runJson)) runs.push(run);
  }
  return { drill, folder: drillFolderOf(path, runs) };
}
