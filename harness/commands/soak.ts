import type { Log } from '../engine/engine.ts';
import { type ExitCode, exitCodes, usageError } from '../errors.ts';
import { loadUnits, unitNamed } from '../registry.ts';
import { abortOnSignals } from '../run/signals.ts';
import type { SoakEvent } from '../soak/event.ts';
import type { Invariant } from '../soak/invariant.ts';
import { planSoak } from '../soak/plan.ts';
import { type EventLine, type SoakReport, soakVerdict } from '../soak/report.ts';
import { soak } from '../soak/soak.ts';
import { createSoakFolder, saveSoak } from '../soak/soak-folder.ts';
import { soakTable } from '../soak/table.ts';
import { syncLatest } from '../store/run-folder.ts';
import { optionWords } from './option-words.ts';

/** Options of `npm run soak`, as the command line names them. */
export interface SoakOptions {
  events?: number;
  seed?: number;
  only?: string[];
  out: string;
}

const defaultEvents = 200;
const defaultSeed = 1;

/** `npm run soak`: breaks runs of the harness in every way it knows, and looks at what is left. Exit code by the verdict. */
export async function soakCommand(options: SoakOptions, print: Log): Promise<ExitCode> {
  const known = await loadUnits<SoakEvent>(new URL('../soak/events/', import.meta.url), 'event');
  const invariants = [
    ...(await loadUnits<Invariant>(new URL('../soak/invariants/', import.meta.url), 'invariant')).values(),
  ];
  const { events: count = defaultEvents, seed = defaultSeed, only } = options;
  wholeNumber('--events', count, 1, 100_000);
  wholeNumber('--seed', seed, 0, 2 ** 31 - 1);
  const wanted = only === undefined ? [...known.values()] : only.map((name) => unitNamed(known, name, 'event'));
  const isRoot = process.getuid?.() === 0;
  const chosen = wanted.filter((event) => isRoot || event.needsRoot !== true);
  const leftOut = wanted.filter((event) => !chosen.includes(event)).map(({ name }) => name);
  if (chosen.length === 0)
    throw usageError(`Only root may do it: ${leftOut.join(', ')}.`, 'Run as root, or name others.');
  const startedAt = new Date();
  const folder = await createSoakFolder(options.out, startedAt);
  const plan = planSoak(chosen, count, seed);
  const words = optionWords([
    ['--events', count],
    ['--seed', seed],
    ['--only', only?.join(' ')],
  ]);
  using abort = abortOnSignals(() => print('Interrupted: this event is finished first. Ctrl-C again gives up.'));
  const { lines, trends } = await soak({ plan, invariants, folder, signal: abort.signal, print });
  const report: SoakReport = {
    schema: 1,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    command: `npm run soak -- ${words.join(' ')}`,
    seed,
    plannedEvents: plan.length,
    performedEvents: lines.length,
    leftOut,
    byEvent: chosen.map(({ name }) => countsOf(name, lines)),
    invariants: invariants.map(({ name, summary }) => ({
      name,
      summary,
      broken: lines.filter(({ broken }) => broken.some((one) => one.invariant === name)).length,
    })),
    trends,
    verdict: soakVerdict(lines, trends, plan.length),
  };
  await saveSoak(folder, report);
  await syncLatest(folder);
  print(`\n${soakTable(report, process.stdout.columns || 100, folder.soakJson)}`);
  return abort.signal.aborted ? exitCodes.interrupted : exitCodes[report.verdict];
}

function countsOf(name: string, lines: readonly EventLine[]): SoakReport['byEvent'][number] {
  const own = lines.filter(({ event, error }) => event === name && error === null);
  return {
    event: name,
    performed: own.length,
    tooLate: own.filter(({ done }) => done === null).length,
    broken: own.filter(({ broken }) => broken.length > 0).length,
  };
}

function wholeNumber(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw usageError(`Expected the ${option} option to be a whole number from ${least} to ${most}, got ${value}.`);
}
