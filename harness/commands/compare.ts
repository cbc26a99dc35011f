import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { comparisonTable } from '../../reports/compare/terminal.ts';
import { writeComparison } from '../../reports/compare/write-comparison.ts';
import { type FieldName, fieldNames } from '../compare/comparable-fields.ts';
import { compareSets } from '../compare/compare-sets.ts';
import type { RunOfSet } from '../compare/run-set.ts';
import { labelled } from '../compare/set-labels.ts';
import { type ExitCode, exitCodes, usageError } from '../errors.ts';
import { metricsOf } from '../measure/metrics.ts';
import { measureRun } from '../measure/trial.ts';
import type { Metric } from '../model.ts';
import { type FoundRun, findRuns } from '../store/find-runs.ts';
import { readRun } from '../store/reader.ts';
import { findRunFolder } from '../store/run-folder.ts';
import { optionWords, shellWord } from './option-words.ts';
import { ownVersion } from './own-version.ts';

/** Options of `npm run compare`. */
export interface CompareCommandOptions {
  /** Of the first set; the folders that are named bare are sets of one each. */
  baseline?: string[];
  /** One for each time that `--candidate` was given. */
  candidates?: string[][];
  mayDiffer?: string[];
  /** Only metrics of these names. */
  metric?: string[];
  force?: boolean;
  out?: string;
}

const example = 'For example: npm run compare -- results/failover/2026-11-19T02-00-00Z results/failover/latest';

/**
 * Compares runs, writes the page and prints the table; the exit code says whether something is worse. Throws a `DrillError`
 * with exit code 64 for what cannot be read, or is not comparable.
 */
export async function compareCommand(
  folders: readonly string[],
  options: CompareCommandOptions,
  print: (line: string) => void = console.log,
): Promise<ExitCode> {
  const sets = setsOf(folders, options);
  const mayDiffer = fieldsOf(options.mayDiffer ?? []);
  const runs: { runs: RunOfSet[] }[] = [];
  for (const set of sets) runs.push({ runs: await runsOf(set, options.metric) });
  refuseUnknownMetrics(options.metric ?? [], runs);
  const comparison = compareSets(labelled(runs), { mayDiffer, force: options.force === true });
  const facts = { command: commandOf(sets, options), version: await ownVersion() };
  const report = await writeComparison(options.out ?? (await folderOf(sets)), comparison, facts);
  print(comparisonTable(comparison, process.stdout.columns || 80, { reportPath: report }));
  if (comparison.standing === 'worse') return exitCodes.fail;
  return comparison.standing === 'unknown' ? exitCodes.unknown : exitCodes.pass;
}

function setsOf(folders: readonly string[], { baseline, candidates = [] }: CompareCommandOptions): string[][] {
  const sets = [...(baseline === undefined ? [] : [baseline]), ...folders.map((folder) => [folder]), ...candidates];
  if (baseline !== undefined && folders.length > 0)
    throw usageError('Folders are named bare, or behind --baseline and --candidate, not both.', example);
  if (sets.length < 2 || sets.some((set) => set.length === 0))
    throw usageError('Name what to compare: a baseline, and at least one candidate.', example);
  return sets;
}

function fieldsOf(names: readonly string[]): FieldName[] {
  return names.map((name) => {
    const field = fieldNames.find((one) => one === name);
    if (field === undefined) throw usageError(`No field is called '${name}'.`, `Fields: ${fieldNames.join(', ')}.`);
    return field;
  });
}

async function runsOf(set: readonly string[], only: readonly string[] | undefined): Promise<RunOfSet[]> {
  const runs: RunOfSet[] = [];
  for (const given of set) {
    for (const found of await findRuns(given)) {
      const metrics = await metricsOfRun(found);
      runs.push({
        from: found.from,
        run: found.run,
        metrics: only === undefined ? metrics : metrics.filter(({ name }) => only.includes(name)),
      });
    }
  }
  return runs;
}

/** As the run says; one that says nothing of metrics is measured from its recording. */
async function metricsOfRun({ from, run, folder }: FoundRun): Promise<readonly Metric[]> {
  if (run.metrics) return run.metrics;
  if (folder === null)
    throw usageError(`${from} has no metrics, and no recording to measure them from.`, 'Name the folder of the run.');
  const recording = await readRun(folder);
  return metricsOf(recording, measureRun(recording));
}

function refuseUnknownMetrics(names: readonly string[], sets: readonly { runs: readonly RunOfSet[] }[]): void {
  const known = new Set(sets.flatMap(({ runs }) => runs.flatMap(({ metrics }) => metrics.map(({ name }) => name))));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw usageError(`No run has a metric ${unknown.join(', ')}.`, 'Leave --metric out to see all.');
}

/** The candidate's, or that in which its file lies. */
async function folderOf(sets: readonly string[][]): Promise<string> {
  const first = sets[1]?.[0] ?? '.';
  return (await stat(first)).isDirectory() ? (await findRunFolder(first)).path : dirname(first);
}

/** The command that repeats the comparison. */
function commandOf(sets: readonly string[][], { mayDiffer, metric, force, out }: CompareCommandOptions): string {
  const single = sets.every((set) => set.length === 1);
  const named = sets.map((set, index) => [index === 0 ? '--baseline' : '--candidate', ...set.map(shellWord)].join(' '));
  const words = optionWords([
    ['--may-differ', mayDiffer?.join(' ')],
    ['--metric', metric?.join(' ')],
    ['--out', out === undefined ? undefined : shellWord(out)],
  ]);
  return [
    'npm run compare --',
    ...(single ? sets.flat().map(shellWord) : named),
    ...words,
    ...(force === true ? ['--force'] : []),
  ].join(' ');
}
