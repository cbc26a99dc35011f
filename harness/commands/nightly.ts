import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { writeComparison } from '../../reports/compare/write-comparison.ts';
import { nightly } from '../../suites/nightly.ts';
import { machineFacts } from '../bench/machine.ts';
import type { SetComparison } from '../compare/compare-sets.ts';
import { enginePreference, openEngine } from '../engine/choose.ts';
import type { Log } from '../engine/engine.ts';
import type { ExitCode } from '../errors.ts';
import { machineKindOf } from '../measure/machine-kind.ts';
import type { MachineKind, Night, Run } from '../model.ts';
import { abortOnSignals, Interrupted } from '../run/signals.ts';
import { acceptedFor, pooledFor, readBaselines, type StoredNight } from '../store/baselines.ts';
import { calibrationsFolder } from '../store/calibrations.ts';
import { createNightFolder, type NightFolder } from '../store/night-folder.ts';
import { closeNight } from './close-night.ts';
import { refreshLibrary } from './library.ts';
import { emptyResult, type NightOrder, runNight, timesOf } from './night.ts';
import { gateEntry } from './night-gate.ts';
import { chosenEntries, planEntries } from './night-plan.ts';
import { optionWords, shellWord } from './option-words.ts';
import { ownVersion, ownVersions } from './own-version.ts';
import { type SharedEngine, shareEngine } from './shared-engine.ts';

/** Options of `npm run nightly`, as the command line names them. */
export interface NightlyOptions {
  short?: boolean;
  only?: string[];
  out: string;
  baselines: string;
  engine?: string;
}

/**
 * Runs the suites of a night on one engine, compares each with the nights that were accepted before, and writes one page
 * over all. Everything a user can get wrong, and every baseline that cannot be read, is said before anything starts.
 */
export async function nightlyCommand(options: NightlyOptions, print: Log): Promise<ExitCode> {
  const short = options.short === true;
  const preference = enginePreference(options.engine);
  const chosen = chosenEntries(nightly, { short, ...(options.only === undefined ? {} : { only: options.only }) });
  const stored = await readBaselines(options.baselines);
  using abort = abortOnSignals(() =>
    console.error('\nInterrupted: healing, saving and cleaning up. Ctrl-C again gives up.'),
  );
  await using engine = shareEngine((show) => openEngine(preference, show));
  const entries = await planEntries(
    chosen,
    { openEngine: (show) => engine.lend(show), signal: abort.signal, calibrations: calibrationsFolder() },
    options.engine,
  );
  const startedAt = new Date();
  const folder = await createNightFolder(options.out, startedAt);
  const night: Night = {
    schema: 1,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    short,
    interrupted: false,
    command: commandOf(options),
    versions: await ownVersions(),
    machine: null,
    results: entries.map(emptyResult),
  };
  await openFirst(engine, folder, abort.signal, print);
  const gate: NightOrder['gate'] = async ({ name }, times, machine) => {
    if (short) return null;
    const accepted = pooledFor(stored, machine, name);
    const noBaseline = noBaselineWords(stored, machine, name);
    const draw = (comparison: SetComparison) => drawInto(folder, name, times.length, accepted, comparison);
    return gateEntry({ entry: name, accepted, noBaseline, times, leftOut: nightly.notCompared, draw });
  };
  // The processors are those of this machine: a lab has one of them, whatever there are.
  const machineOf = (run: Run) => machineKindOf(run, machineFacts());
  const end = await runNight({ night, entries, folder, signal: abort.signal, print, machineOf, gate });
  try {
    return await closeNight(end, folder, { print, stepSummary: process.env.GITHUB_STEP_SUMMARY });
  } finally {
    await refreshLibrary(options.out);
  }
}

/** The command that repeats a night. */
export function commandOf({ short, only, engine }: Pick<NightlyOptions, 'short' | 'only' | 'engine'>): string {
  const words = [
    ...(short === true ? ['--short'] : []),
    ...optionWords([
      ['--only', only?.join(' ')],
      ['--engine', engine],
    ]),
  ];
  return ['npm run nightly', ...(words.length === 0 ? [] : ['--', ...words])].join(' ');
}

/** Without an engine there is no night: that is told at once, and leaves nothing behind. */
async function openFirst(engine: SharedEngine, folder: NightFolder, signal: AbortSignal, print: Log): Promise<void> {
  try {
    await engine.lend(print);
    signal.throwIfAborted();
  } catch (error) {
    await rm(folder.path, { recursive: true, force: true });
    throw signal.aborted ? new Interrupted() : error;
  }
}

/** Why an entry has nothing to be compared with. */
export function noBaselineWords(stored: readonly StoredNight[], machine: MachineKind, entry: string): string {
  const elsewhere = stored.filter(({ accepted }) => accepted.entry === entry).length;
  const here = acceptedFor(stored, machine, entry).length;
  if (elsewhere === here) return 'No night of it was accepted yet.';
  return `No night of it was accepted yet on such a machine; ${elsewhere} of other machines are not compared.`;
}

/** Draws a comparison below the night's folder, and returns the page's path in it. */
async function drawInto(
  { path }: NightFolder,
  entry: string,
  times: number,
  accepted: readonly StoredNight[],
  comparison: SetComparison,
): Promise<string> {
  const fromHere = (absolute: string) => shellWord(relative(process.cwd(), absolute));
  const baseline = accepted.map((one) => fromHere(one.path));
  const candidate = timesOf(entry)
    .slice(0, times)
    .map((folder) => fromHere(join(path, folder)));
  // Of each metric that is compared: what a night leaves out would count among the tests.
  const metrics = [...new Set(comparison.metrics.map(({ name }) => name))];
  const words = optionWords([
    ['--baseline', baseline.join(' ')],
    ['--candidate', candidate.join(' ')],
    ['--metric', metrics.length === 0 ? undefined : metrics.join(' ')],
  ]);
  const command = ['npm run compare --', ...words].join(' ');
  await writeComparison(join(path, 'comparisons', entry), comparison, { command, version: await ownVersion() });
  return `comparisons/${entry}/compare.html`;
}
