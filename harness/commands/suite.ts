import { drillTable } from '../../reports/drill-table.ts';
import { drillVerdict } from '../../reports/run-verdict.ts';
import { verdictTable, wrapped } from '../../reports/terminal.ts';
import { type EnginePreference, enginePreference, openEngine } from '../engine/choose.ts';
import type { Engine, Log } from '../engine/engine.ts';
import { type ExitCode, exitCodes, usageError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import type { Run, Suite, Topology } from '../model.ts';
import { loadUnits, unitNamed } from '../registry.ts';
import { parseLinkRate } from '../run/load-plan.ts';
import { makePlan, type Plan } from '../run/plan.ts';
import { abortOnSignals } from '../run/signals.ts';
import { calibrationsFolder } from '../store/calibrations.ts';
import { createDrillFolder, type DrillFolder } from '../store/drill-folder.ts';
import { drill } from './drill.ts';
import { keepCalibration } from './keep-calibration.ts';
import { refreshLibrary } from './library.ts';
import { changeWords, optionWords } from './option-words.ts';
import { ownVersion } from './own-version.ts';
import { appendBrokenSummary, appendStepSummary } from './step-summary.ts';

/** Options of `npm run suite`, as the command line names them. */
export interface SuiteOptions {
  trials?: number;
  scenario?: string[];
  fault?: string[];
  topology?: string;
  /** Seconds, as in keepalived.conf. */
  advertInterval?: number;
  /** ms */
  probeInterval?: number;
  /** As tc writes it. */
  linkRate?: string;
  realServers?: number;
  /** Besides those of the suite. */
  threshold?: string[];
  seed?: number;
  out: string;
  keep?: boolean;
  pauseOnFailure?: boolean;
  engine?: string;
}

const root = new URL('../../', import.meta.url);

/** A suite whose options are known to be right; nothing is started yet. */
export interface PlannedSuite {
  plan: Plan;
  faults: ReadonlyMap<string, Fault>;
  preference: EnginePreference;
  options: SuiteOptions;
}

/** Where a suite is run, and what may end it. */
export interface SuitePlace {
  folder: DrillFolder;
  startedAt: Date;
  /** Where calibrations of machines lie. */
  calibrations: string;
  openEngine(show: Log): Promise<Engine>;
  /** Whether `latest` beside the folder is to lead to it. */
  latest: boolean;
  signal: AbortSignal;
}

/** What a suite came to. */
export interface SuiteOutcome {
  /** Those that were begun. */
  runs: Run[];
  report: string;
  exitCode: ExitCode;
}

/** Everything a user can get wrong is said here, before anything starts: throws a `DrillError` with exit code 64. */
export async function planSuite(name: string | undefined, options: SuiteOptions): Promise<PlannedSuite> {
  const suites = await loadUnits<Suite>(new URL('suites/', root), 'suite');
  if (name === undefined) {
    throw usageError(`Name a suite: ${[...suites.keys()].join(', ')}.`, 'For example: npm run suite failover');
  }
  const suite = unitNamed(suites, name, 'suite');
  const topologies = await loadUnits<Topology>(new URL('topologies/', root), 'topology');
  const faults = await loadUnits<Fault>(new URL('harness/faults/', root), 'fault');
  const preference = enginePreference(options.engine);
  const plan = makePlan(
    suite,
    { topologies, faults },
    {
      scenarios: options.scenario,
      trials: options.trials,
      faults: options.fault,
      topology: options.topology,
      seed: options.seed,
      advertIntervalMs: options.advertInterval === undefined ? undefined : options.advertInterval * 1000,
      probeIntervalMs: options.probeInterval,
      realServers: options.realServers,
      thresholds: options.threshold,
      linkBitsPerSecond: options.linkRate === undefined ? undefined : parseLinkRate(options.linkRate),
    },
  );
  if (options.pauseOnFailure === true && !process.stdin.isTTY) {
    throw usageError('--pause-on-failure needs a terminal to wait at.', 'Leave it out, or run in a terminal.');
  }
  return { plan, faults, preference, options };
}

/** Runs a suite from the engine to the table of verdicts. */
export async function performSuite(planned: PlannedSuite, place: SuitePlace): Promise<SuiteOutcome> {
  const { plan, faults, preference, options } = planned;
  const scenarios = scenarioNames(plan);
  const { runs, report } = await drill({
    ...place,
    plan,
    faults,
    command: commandOf(plan, options, preference),
    commandOf: (scenario) =>
      commandOf(plan, plan.runs.length === 1 ? options : optionsOf(plan, options, scenario), preference),
    lvsDrillVersion: await ownVersion(),
    keep: options.keep === true,
    pauseOnFailure: options.pauseOnFailure === true,
  });
  const columns = process.stdout.columns || 80;
  const [only] = runs;
  const table =
    plan.runs.length === 1 && only !== undefined
      ? verdictTable(only, only.judgements ?? [], columns, { reportPath: report })
      : drillTable(scenarios, runs, columns, { reportPath: report });
  console.log(`\n${table}`);
  const kept = await keepCalibration(planned, place, runs);
  if (kept !== null) console.log(wrapped(kept, columns).join('\n'));
  return { runs, report, exitCode: exitCodeOf(runs, plan.runs.length, place.signal) };
}

/** Runs a suite and returns the exit code of its verdict. */
export async function suiteCommand(name: string | undefined, options: SuiteOptions): Promise<ExitCode> {
  const planned = await planSuite(name, options);
  const startedAt = new Date();
  const { plan, preference } = planned;
  const folder = await createDrillFolder(options.out, plan.suite.name, startedAt, scenarioNames(plan));
  using abort = abortOnSignals(() =>
    console.error('\nInterrupted: healing, saving and cleaning up. Ctrl-C again gives up.'),
  );
  const stepSummary = process.env.GITHUB_STEP_SUMMARY;
  const facts = () => ({
    suite: plan.suite.name,
    scenarios: scenarioNames(plan),
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    command: commandOf(plan, options, preference),
  });
  try {
    const { runs, report, exitCode } = await performSuite(planned, {
      folder,
      startedAt,
      calibrations: calibrationsFolder(),
      openEngine: (show) => openEngine(preference, show),
      latest: true,
      signal: abort.signal,
    });
    await appendStepSummary({ ...facts(), runs }, report, stepSummary);
    return exitCode;
  } catch (error) {
    await appendBrokenSummary(facts(), folder, stepSummary);
    throw error;
  } finally {
    await refreshLibrary(options.out);
  }
}

/** Names of the scenarios that are to run, in their order. */
export function scenarioNames(plan: Plan): string[] {
  return plan.runs.map(({ scenario }) => scenario.name);
}

/** The options with which one of several scenarios is repeated alone: without the thresholds that are not for it. */
export function optionsOf(plan: Plan, options: SuiteOptions, scenario: string): SuiteOptions {
  const { thresholds = [] } = plan.runs.find((run) => run.scenario.name === scenario) ?? {};
  const { threshold, ...rest } = options;
  const own = threshold?.filter((one) => thresholds.includes(one)) ?? [];
  return { ...rest, scenario: [scenario], ...(own.length === 0 ? {} : { threshold: own }) };
}

/** The command that repeats a run, with every option that is not at its default. */
export function commandOf(plan: Plan, options: SuiteOptions, preference: EnginePreference): string {
  const words = [
    ...changeWords(options),
    ...optionWords([
      ['--engine', preference === 'auto' ? undefined : preference],
      ['--trials', options.trials ?? (plan.runs.length === 1 ? plan.runs[0]?.trialsPerFault : undefined)],
      ['--seed', plan.seed],
    ]),
  ];
  return `npm run suite ${plan.suite.name} -- ${words.join(' ')}`;
}

/** That of the verdict, unless the user ended the drill: also between two runs, where none of them was interrupted. */
export function exitCodeOf(runs: readonly Pick<Run, 'verdict'>[], planned: number, signal: AbortSignal): ExitCode {
  return signal.aborted ? exitCodes.interrupted : exitCodes[drillVerdict(runs, planned)];
}
