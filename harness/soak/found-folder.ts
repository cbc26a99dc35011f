import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeAgain } from '../../reports/write-report.ts';
import { isThere } from '../is-there.ts';
import { readRunJson } from '../store/read-run-json.ts';
import { readRun } from '../store/reader.ts';
import { runFolderAt } from '../store/run-folder.ts';
import type { Ending, FoundFolder } from './aftermath.ts';

/** The folders of the runs below an `--out`, in the order in which they were made. */
export async function runFoldersIn(out: string): Promise<string[]> {
  const found: string[] = [];
  for (const suite of await readdir(out, { withFileTypes: true }).catch(() => [])) {
    if (!suite.isDirectory()) continue;
    const below = await readdir(join(out, suite.name), { withFileTypes: true });
    found.push(
      ...below
        .filter((one) => one.isDirectory() && !one.name.startsWith('.'))
        .map((one) => join(out, suite.name, one.name)),
    );
  }
  return found.sort();
}

/** Reads a run's folder as a user would, without trusting what the suite said. `report` draws it. */
export async function inspectFolder(path: string, report: (path: string) => Promise<Ending>): Promise<FoundFolder> {
  const { runJson } = runFolderAt(path);
  const there = await isThere(runJson);
  const run = there ? await readRunJson(runFolderAt(path)).catch(() => null) : null;
  const saved =
    run === null
      ? null
      : { status: run.status, verdict: run.verdict, trials: run.trials.length, plannedTrials: run.plannedTrials };
  const judged = there ? await judgedAgain(path) : null;
  return { path, there, saved, judged, report: await report(path) };
}

async function judgedAgain(path: string): Promise<FoundFolder['judged']> {
  try {
    const { verdict, judgements } = await judgeAgain(await readRun(path));
    const failed = judgements.filter((one) => one.verdict === 'fail').map((one) => `${one.check}: ${one.headline}`);
    return { verdict, failed };
  } catch {
    return null;
  }
}
