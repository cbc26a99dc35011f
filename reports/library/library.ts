import { join } from 'node:path';
import { DrillError } from '../../harness/errors.ts';
import type { Drill, Night } from '../../harness/model.ts';
import { readDrill } from '../../harness/store/drill-folder.ts';
import { readNight } from '../../harness/store/night-folder.ts';
import { readRunJson } from '../../harness/store/read-run-json.ts';
import { runFolderAt } from '../../harness/store/run-folder.ts';
import type { MissingRun } from '../drill-table.ts';
import { toldWithin } from '../told-within.ts';
import { type DrillEntry, type Entry, isDrill, type NightFound, type RunEntry, runEntry } from './entry.ts';
import { type FoundFolder, findFolders, type Trouble } from './folders.ts';
import { inOrder } from './order.ts';

/** All runs and drills below a folder. */
export interface Library {
  /** Latest first; of those that started at the same instant, by their path. */
  entries: Entry[];
  /** Latest first. */
  nights: NightFound[];
  /** What could not be read, and why. */
  trouble: Trouble[];
}

/**
 * Reads every run.json, drill.json and night.json below a folder, and nothing else of a run: no recording, so that thousands of runs
 * take seconds. One that cannot be read is trouble of its own, and never keeps the others from being shown.
 */
export async function readLibrary(root: string): Promise<Library> {
  const { found, trouble } = await findFolders(root);
  const nights: NightFound[] = [];
  const drills: { folder: FoundFolder; drill: Drill }[] = [];
  const runs = new Map<string, RunEntry>();
  for (const folder of found) {
    try {
      if (folder.kind === 'night') nights.push({ ...folder, night: await nightAt(root, folder) });
      else if (folder.kind === 'drill') drills.push({ folder, drill: await drillAt(root, folder) });
      else runs.set(folder.path, runEntry(folder, await readRunJson(runFolderAt(join(root, folder.path)))));
    } catch (error) {
      if (!(error instanceof DrillError)) throw error;
      trouble.push({ path: folder.path, reason: toldWithin(root, error.message) });
    }
  }
  const entries: Entry[] = drills.map(({ folder, drill }) => withItsRuns(folder, drill, runs, trouble));
  // Those of a drill have been taken out.
  entries.push(...runs.values());
  nights.sort((a, b) => inOrder(b.night.startedAt, a.night.startedAt) || inOrder(a.path, b.path));
  return { entries: entries.sort(latestFirst), nights, trouble: trouble.sort((a, b) => inOrder(a.path, b.path)) };
}

async function drillAt(root: string, folder: FoundFolder): Promise<Drill> {
  const read = await readDrill(join(root, folder.path));
  if (read === null) throw new DrillError('Its drill.json is gone again.');
  return read.drill;
}

async function nightAt(root: string, folder: FoundFolder): Promise<Night> {
  const read = await readNight(join(root, folder.path));
  if (read === null) throw new DrillError('Its night.json is gone again.');
  return read.night;
}

function withItsRuns(
  { path, files }: FoundFolder,
  drill: Drill,
  runs: Map<string, RunEntry>,
  trouble: readonly Trouble[],
): DrillEntry {
  const planned = drill.scenarios.map((scenario): RunEntry | MissingRun => {
    const below = path === '' ? scenario : `${path}/${scenario}`;
    const run = runs.get(below);
    runs.delete(below);
    const unreadable = trouble.some((one) => one.path === below);
    return (
      run ?? { scenario, why: unreadable ? 'Its run cannot be read; the reason stands below.' : 'It was not run.' }
    );
  });
  return { path, drill, runs: planned, files };
}

function startOf(entry: Entry): string {
  return isDrill(entry) ? entry.drill.startedAt : entry.startedAt;
}

function latestFirst(a: Entry, b: Entry): number {
  return inOrder(startOf(b), startOf(a)) || inOrder(a.path, b.path);
}
