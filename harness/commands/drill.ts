import { rm } from 'node:fs/promises';
import { writeReport } from '../../reports/write-report.ts';
import { sweep } from '../cluster/sweep.ts';
import type { Log } from '../engine/engine.ts';
import { DrillError, messageOf, usageError } from '../errors.ts';
import type { Drill, Run } from '../model.ts';
import { Interrupted } from '../run/signals.ts';
import { folderOfRun, saveDrill } from '../store/drill-folder.ts';
import { syncLatest } from '../store/run-folder.ts';
import type { DrillOrder } from './drill-order.ts';
import { imagesOn } from './images.ts';
import { saveBroken } from './results.ts';
import { runStages } from './run-stages.ts';
import { type Machine, runOf, type ScenarioRun, tearDown } from './scenario-run.ts';
import { endingAlone, type Stage, showStages } from './stages.ts';

/** What the stages of a drill hand to each other; a stage may rely on what the stages before it put here. */
interface State {
  order: DrillOrder;
  machine: Machine;
  /** One for each scenario, in their order. */
  runs: ScenarioRun[];
  report?: string;
  /** The scenarios that broke off while the drill went on, and why. */
  brokenOff: { scenario: string; error: DrillError }[];
}

/**
 * Runs a suite from the engine to the report, one scenario after the other. Whatever happens after a recording began,
 * what was recorded is saved; whatever happens at all, what was started is ended (unless `keep`).
 */
export async function drill(order: DrillOrder): Promise<{ runs: Run[]; report: string }> {
  const machine: Machine = {};
  const runs: ScenarioRun[] = [];
  for (const [index, plan] of order.plan.runs.entries()) {
    const folder = folderOfRun(order.folder, index);
    runs.push({ order, plan, folder, machine, before: [...runs], last: index === order.plan.runs.length - 1 });
  }
  const state: State = { order, machine, runs, brokenOff: [] };
  const drillRecord = recordOf(order);
  try {
    if (drillRecord !== null) await saveDrill(order.folder, drillRecord);
    await showStages(
      [
        { title: 'Engine', work: (show) => openEngineStage(state, show) },
        { title: 'Images', work: (show) => imagesStage(state, show) },
        ...scenarioStages(state),
        { title: 'Report', always: true, work: (show) => reportStage(state, drillRecord, show) },
      ],
      { signal: order.signal, plain: order.pauseOnFailure },
    );
    const recorded = runs.flatMap((one) => runOf(one) ?? []);
    if (recorded.length === 0 || state.report === undefined) throw state.brokenOff[0]?.error ?? new Interrupted();
    for (const { scenario, error } of state.brokenOff)
      console.error(`Scenario ${scenario} broke off. ${inFull(error)}`);
    return { runs: recorded, report: state.report };
  } catch (error) {
    // What Ctrl-C ends (a build, a question at the terminal) fails in its own words.
    const cause = order.signal.aborted ? new Interrupted() : error;
    await saveWhatThereIs(state, drillRecord, cause);
    throw cause;
  } finally {
    for (const one of runs) await tearDown(one, order.keep);
    await machine.engine?.[Symbol.asyncDispose]();
  }
}

/** A suite of one scenario records straight into its folder, without a drill.json. */
function recordOf({ plan, folder, startedAt, command }: DrillOrder): Drill | null {
  if (folder.runs.length === 1) return null;
  return {
    schema: 1,
    suite: plan.suite.name,
    summary: plan.suite.summary,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    command,
    scenarios: plan.runs.map((run) => run.scenario.name),
  };
}

async function openEngineStage(state: State, show: Log): Promise<string> {
  const engine = await state.order.openEngine(show);
  state.machine.engine = engine;
  state.order.signal.throwIfAborted();
  if (state.order.keep && !engine.outlivesRun) {
    throw usageError(
      '--keep would leave a topology on a lab that ends with this run.',
      'Run `npm run lab -- up` first, then the suite with --keep again.',
    );
  }
  const swept = await sweep(engine.docker, { what: 'abandoned' });
  if (swept.containers > 0) show(`removed ${swept.containers} containers that an earlier run had left behind`);
  return `${engine.kind}, because ${engine.reason}`;
}

async function imagesStage(state: State, show: Log): Promise<string> {
  const { engine } = state.machine;
  if (engine === undefined) throw new Error('The drill reached its images without an engine.');
  state.machine.images = await imagesOn(engine, show);
  return 'director, real server, client';
}

/** The stages of the only scenario, or one stage per scenario with its own below it. */
function scenarioStages(state: State): Stage[] {
  const { runs } = state;
  const [first] = runs;
  if (first !== undefined && runs.length === 1) return runStages(first);
  return runs.map((run) => ({
    title: `Scenario ${run.plan.scenario.name}`,
    stages: () => endingAlone(runStages(run), (error) => setAside(state, run, error)),
  }));
}

/** A scenario that breaks off costs the drill its verdict, not the scenarios behind it; nor, with `keep`, its cluster. */
async function setAside(state: State, run: ScenarioRun, error: unknown): Promise<string> {
  const { keep, signal } = state.order;
  if (!(error instanceof DrillError) || signal.aborted || (keep && run.cluster !== undefined)) throw error;
  state.brokenOff.push({ scenario: run.plan.scenario.name, error });
  await saveBroken(run, error);
  await tearDown(run, false);
  return `broken off. ${error.message}`;
}

function inFull({ message, remedy }: DrillError): string {
  return remedy === undefined ? message : `${message} ${remedy}`;
}

async function reportStage(state: State, drillRecord: Drill | null, show: Log): Promise<string> {
  if (state.runs.every((one) => runOf(one) === undefined)) throw new Interrupted();
  show('drawing');
  state.report = await closeDrill(state.order, drillRecord);
  return state.report;
}

/** The drill is over, however it ended: drill.json says when, `latest` leads to it, and what there is of it is drawn. */
async function closeDrill({ folder, latest }: DrillOrder, drillRecord: Drill | null): Promise<string> {
  if (drillRecord !== null) await saveDrill(folder, { ...drillRecord, endedAt: new Date().toISOString() });
  if (latest) await syncLatest(folder);
  return writeReport(folder.path);
}

/**
 * The drill ended in an error: the run under way is closed and saved as it is, and drawn with those before it. Before
 * there was a run, nothing stays.
 */
async function saveWhatThereIs(state: State, drillRecord: Drill | null, cause: unknown): Promise<void> {
  const { folder } = state.order;
  for (const run of state.runs) await saveBroken(run, cause);
  if (state.runs.every((one) => runOf(one) === undefined)) {
    await rm(folder.path, { recursive: true, force: true });
    return;
  }
  await closeDrill(state.order, drillRecord).catch((error: unknown) =>
    console.error(`The report could not be written: ${messageOf(error)}`),
  );
  console.error(`What was recorded until then is in ${folder.path}`);
}
