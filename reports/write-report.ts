import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { sweepAsides } from '../harness/asides.ts';
import { judgeRun } from '../harness/checks/judge.ts';
import { DrillError, messageOf } from '../harness/errors.ts';
import { isThere } from '../harness/is-there.ts';
import { metricsOf } from '../harness/measure/metrics.ts';
import { withSoundLoads } from '../harness/measure/sound-loads.ts';
import { measureRun } from '../harness/measure/trial.ts';
import type { Drill, Judgement, Recording, Run } from '../harness/model.ts';
import { type DrillFolder, readDrill } from '../harness/store/drill-folder.ts';
import { readNight } from '../harness/store/night-folder.ts';
import { readRun } from '../harness/store/reader.ts';
import { makeWritable, replaceFile } from '../harness/store/replace-file.ts';
import { runFiles } from '../harness/store/run-files.ts';
import { findRunFolder, type RunFolder, runFolderAt } from '../harness/store/run-folder.ts';
import { staysWithin } from '../harness/store/stays-within.ts';
import { pictureBudgetBytes, withinBudget } from './budget.ts';
import type { Content } from './content.ts';
import { draw, drawingsOf, type Judged } from './draw.ts';
import { exportOfDrill, exportOfRun } from './export/export-input.ts';
import { writeExports } from './export/write-exports.ts';
import { inlineScript } from './inline-script.ts';
import { judgedRun } from './judged-run.ts';
import { loadChecks } from './load-checks.ts';
import { type OverviewPart, overview, overviewPart } from './overview.ts';
import { page } from './page.ts';
import { drawnShare } from './page-room.ts';
import { runSentence } from './run-sentence.ts';
import { runVerdict } from './run-verdict.ts';
import { toldWithin } from './told-within.ts';
import { writeNight } from './write-night.ts';

/**
 * Writes `report.html` and `charts/` of a run, or of every run of a drill and one report over them, or the page of a night,
 * from nothing but the folder, and returns the report's path. Doing it again gives the same bytes. Throws a `DrillError` with exit code 64
 * when the folder holds no readable run.
 */
export async function writeReport(given: string): Promise<string> {
  const { path, report, charts } = await findRunFolder(given);
  // A killed run or report may have left half of a file beside any of its files.
  for (const folder of [path, charts, dirname(path)]) await sweepAsides(folder);
  const ofNight = await readNight(path);
  if (ofNight !== null) {
    await writeNight(ofNight.night, ofNight.folder);
    return report;
  }
  const found = await readDrill(path);
  if (found === null) await writeRunReport(runFolderAt(path));
  else await writeDrill(found.drill, found.folder);
  return report;
}

/** A scenario that cannot be read does not keep the others from being drawn; when none can, the first of the reasons is thrown. */
async function writeDrill(drill: Drill, folder: DrillFolder): Promise<void> {
  const parts: OverviewPart[] = [];
  const unread: { scenario: string; error: DrillError }[] = [];
  for (const scenario of drill.scenarios) {
    const run = runFolderAt(join(folder.path, scenario));
    if (!(await wasBegun(run))) continue;
    const recording = await readOwn(folder, run).catch((error: unknown) => {
      if (!(error instanceof DrillError)) throw error;
      unread.push({ scenario, error });
      return null;
    });
    if (recording === null) continue;
    const content = await writeJudged(run, await judgeAgain(recording));
    parts.push(overviewPart(content, pictureBudgetBytes / drill.scenarios.length));
  }
  const [first] = unread;
  if (first !== undefined && parts.length === 0) throw first.error;
  const missing = unread.map(({ scenario, error }) => ({
    scenario,
    why: `It cannot be read: ${toldWithin(folder.path, error.message)}`,
  }));
  const runs = parts.map((part) => part.run);
  await replaceFile(folder.report, overview(drill, parts, await inlineScript('page', { minify: true }), missing));
  await writeExports(folder.path, exportOfDrill(drill, runs, missing));
}

/** A run whose report is written beside it: its folder is one of the drill's own. */
async function readOwn(drill: DrillFolder, { path }: RunFolder): Promise<Recording> {
  await staysWithin(drill.path, path);
  return readRun(path);
}

/** Folders of all scenarios are made before the first is run; the first thing in one is its run.json. */
async function wasBegun({ runJson, observations }: RunFolder): Promise<boolean> {
  return (await isThere(runJson)) || (await isThere(observations));
}

async function writeRunReport(folder: RunFolder): Promise<Content> {
  return writeJudged(folder, await judgeAgain(await readRun(folder.path)));
}

/** Draws a run that is judged already, and writes its page and pictures. */
export async function writeJudged(folder: RunFolder, judged: Judged): Promise<Content> {
  const content = await draw(judged, await runFiles(folder));
  await makeWritable(folder.charts, folder.path);
  for (const { name, png } of drawingsOf(content)) await replaceFile(join(folder.charts, `${name}.png`), png);
  await replaceFile(folder.report, page(withinBudget(content, pictureBudgetBytes * drawnShare(content.trials.length))));
  await writeExports(folder.path, exportOfRun(judgedRun(content)));
  return content;
}

/** Measures and judges a recording by the checks that its run names. */
export async function judgeAgain(recording: Recording): Promise<Judged> {
  const { run } = recording;
  const judgements = judgeRun(await loadChecks(run.checks), recording);
  const { measurements, metrics, problem } = measured(recording);
  const notes = [...(problem === null ? [] : [problem]), ...differences(run, judgements)];
  // What is drawn of loads leaves out what was judged to be no evidence.
  return {
    recording: withSoundLoads(recording),
    measurements,
    judgements,
    metrics,
    found: runSentence({ run, judgements, measurements }),
    verdict: runVerdict(run, judgements),
    notes,
  };
}

/** A report of a recording that cannot be measured is still worth having: it shows the environment and why. */
function measured(recording: Recording): Pick<Judged, 'measurements' | 'metrics'> & { problem: string | null } {
  try {
    const measurements = measureRun(recording);
    return { measurements, metrics: metricsOf(recording, measurements), problem: null };
  } catch (error) {
    return { measurements: [], metrics: [], problem: `The recording could not be measured: ${messageOf(error)}` };
  }
}

function differences(run: Run, judgements: Judgement[]): string[] {
  if (run.judgements === null || isDeepStrictEqual(run.judgements, judgements)) return [];
  const stored = new Map(run.judgements.map((one) => [`${one.check} of ${one.subject}`, one.verdict]));
  const changed = judgements.flatMap(({ check, subject, verdict }) => {
    const before = stored.get(`${check} of ${subject}`) ?? 'absent';
    return before === verdict ? [] : [`${check} of ${subject} was ${before}, is ${verdict}`];
  });
  const what = changed.length === 0 ? 'in numbers or words, not in a verdict' : changed.join('; ');
  return [`This page judges otherwise than run.json, which version ${run.versions.lvsDrill} wrote: ${what}.`];
}
