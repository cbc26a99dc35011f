import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { judgeAgain, writeReport } from '../../reports/write-report.ts';
import { collectLogs, fetchFile } from '../cluster/collect-files.ts';
import { waitReady } from '../cluster/readiness.ts';
import { type RunningCluster, startCluster } from '../cluster/start-cluster.ts';
import { sweep } from '../cluster/sweep.ts';
import { type EnginePreference, openEngine } from '../engine/choose.ts';
import type { Engine, Log } from '../engine/engine.ts';
import { ensureImages, type Images } from '../engine/images.ts';
import { DrillError, messageOf, usageError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { measureThroughput } from '../load/throughput.ts';
import type { Run, TrialRecord } from '../model.ts';
import { capturePath, clusterProbes, requestProbes } from '../probes/standard-probes.ts';
import { newRun, newRunId } from '../run/new-run.ts';
import type { Plan } from '../run/plan.ts';
import { probeLoadWarning } from '../run/probe-load.ts';
import { openSession, type Session } from '../run/session.ts';
import { Interrupted } from '../run/signals.ts';
import { glance, performTrial } from '../run/trials.ts';
import { readRun } from '../store/reader.ts';
import { saveRun } from '../store/recorder.ts';
import { type RunFolder, syncLatest } from '../store/run-folder.ts';
import { type Stage, showStages } from './stages.ts';

/** Everything a run needs to know before it starts. */
export interface DrillOrder {
  plan: Plan;
  faults: Fault[];
  folder: RunFolder;
  startedAt: Date;
  preference: EnginePreference;
  command: string;
  lvsDrillVersion: string;
  keep: boolean;
  pauseOnFailure: boolean;
  signal: AbortSignal;
}

/** What the stages of a drill hand to each other; a stage may rely on what the stages before it put here. */
interface Drill {
  order: DrillOrder;
  runId: string;
  warnings: string[];
  engine?: Engine;
  images?: Images;
  cluster?: RunningCluster;
  /** Null: the cluster never served. */
  readyAfterMs?: number | null;
  run?: Run;
  session?: Session;
  report?: string;
}

/**
 * Runs a suite from the engine to the report. Whatever happens after the recording began, what was recorded is saved;
 * whatever happens at all, what was started is ended (unless `keep`).
 */
export async function drill(order: DrillOrder): Promise<{ run: Run; report: string }> {
  const state: Drill = { order, runId: newRunId(), warnings: [] };
  try {
    await showStages(
      [
        { title: 'Engine', work: (show) => openEngineStage(state, show) },
        { title: 'Images', work: (show) => imagesStage(state, show) },
        { title: 'Cluster', work: (show) => clusterStage(state, show) },
        { title: 'Recording', work: (show) => recordingStage(state, show) },
        { title: 'Trials', stages: () => trialStages(state) },
        { title: 'Results', always: true, work: (show) => resultsStage(state, show) },
        { title: 'Report', always: true, work: (show) => reportStage(state, show) },
      ],
      { signal: order.signal, plain: order.pauseOnFailure },
    );
    if (state.session === undefined) throw new Interrupted();
    if (order.pauseOnFailure && state.session.run.verdict !== 'pass') await pause(state, 'the run did not pass');
    return { run: need(state.session, 'session').run, report: need(state.report, 'report') };
  } catch (error) {
    // What Ctrl-C ends (a build, a question at the terminal) fails in its own words.
    const cause = order.signal.aborted ? new Interrupted() : error;
    await saveBroken(state, cause);
    throw cause;
  } finally {
    await tearDown(state);
  }
}

async function openEngineStage(state: Drill, show: Log): Promise<string> {
  state.engine = await openEngine(state.order.preference, show);
  state.order.signal.throwIfAborted();
  if (state.order.keep && !state.engine.outlivesRun) {
    throw usageError(
      '--keep would leave a topology on a lab that ends with this run.',
      'Run `npm run lab -- up` first, then the suite with --keep again.',
    );
  }
  const swept = await sweep(state.engine.docker, { what: 'abandoned' });
  if (swept.containers > 0) show(`removed ${swept.containers} containers that an earlier run had left behind`);
  return `${state.engine.kind}, because ${state.engine.reason}`;
}

async function imagesStage(state: Drill, show: Log): Promise<string> {
  const engine = need(state.engine, 'engine');
  state.images = await engine.withPackages((proxyUrl) =>
    ensureImages(engine.docker, { log: show, ...(proxyUrl === undefined ? {} : { buildProxy: proxyUrl }) }),
  );
  return 'director, real server, client';
}

async function clusterStage(state: Drill, show: Log): Promise<string> {
  const engine = need(state.engine, 'engine');
  const { topology } = state.order.plan;
  const startedMs = performance.now();
  state.cluster = await startCluster(engine.docker, need(state.images, 'images'), topology, {
    runId: state.runId,
    log: show,
  });
  show('waiting until it serves');
  const asked = newRun({ ...state.order, id: state.runId, engine, docker: engine.docker, cluster: state.cluster });
  // Awaited below; until then a failure must not end the process.
  asked.catch(() => {});
  try {
    await waitReady(state.cluster);
    state.readyAfterMs = performance.now() - startedMs;
  } catch (error) {
    // A cluster that never serves is a finding, not an accident: it is recorded and judged, without trials.
    if (!(error instanceof DrillError)) throw error;
    state.readyAfterMs = null;
    state.warnings.push(`The cluster never served as it should. ${error.message}`);
  }
  state.run = await asked;
  return state.readyAfterMs === null
    ? `${topology.name} does not serve`
    : `${topology.name}, serving after ${(state.readyAfterMs / 1000).toFixed(1)} s`;
}

async function recordingStage(state: Drill, show: Log): Promise<string> {
  const { order, warnings } = state;
  const cluster = need(state.cluster, 'cluster');
  const run = need(state.run, 'run');
  run.readyAfterMs = state.readyAfterMs ?? null;
  run.warnings.push(...warnings);
  state.session = await openSession(run, order.folder, { cluster });
  show('watching adverts, gratuitous ARPs, the VIP and keepalived');
  for (const probes of clusterProbes()) await state.session.observe(probes);
  if (state.readyAfterMs !== null && order.plan.throughputMs > 0) {
    show('throughput without faults (autocannon)');
    run.throughput = await measureThroughput(cluster, order.plan.throughputMs);
    const warning = probeLoadWarning(order.plan.probe, run.throughput);
    if (warning !== null) run.warnings.push(warning);
  }
  await state.session.observe(requestProbes(order.plan.probe));
  const rate =
    run.throughput === null
      ? ''
      : `; ${Math.round(run.throughput.requestsPerSecond)} requests per second without faults`;
  return `one request every ${order.plan.probe.intervalMs} ms${rate}`;
}

/** One stage per round, one below it per trial. A cluster that does not serve is watched for a while instead. */
function trialStages(state: Drill): Stage[] {
  const { plan, faults, signal, pauseOnFailure } = state.order;
  const session = need(state.session, 'session');
  const cluster = need(state.cluster, 'cluster');
  if (state.readyAfterMs === null) return [{ title: 'No trials: watching the cluster', work: () => watch(state) }];
  return Array.from({ length: plan.trialsPerFault }, (_, round) => ({
    title: `Round ${round + 1} of ${plan.trialsPerFault}`,
    stages: () =>
      plan.trials.slice(round * faults.length, (round + 1) * faults.length).map((planned) => ({
        title: planned.fault,
        work: async (show: Log) => {
          const beforeHealing = async (record: TrialRecord) => {
            if (pauseOnFailure) await pause(state, glance(record, session));
          };
          const order = { session, cluster, faults, signal, stage: show, beforeHealing };
          return glance(await performTrial(planned, order), session);
        },
      })),
  }));
}

/** Long enough to see who sends adverts and who holds the VIP, ms. */
const watchMs = 4_000;

async function watch(state: Drill): Promise<string> {
  const session = need(state.session, 'session');
  const cluster = need(state.cluster, 'cluster');
  const untilMs =
    (await cluster.hand.now()).atMs + Math.max(watchMs, 3 * state.order.plan.topology.vrrp.advertIntervalMs);
  while (session.view.latestMs() < untilMs && (await cluster.hand.now()).atMs < untilMs) {
    state.order.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return 'watched';
}

async function resultsStage(state: Drill, show: Log): Promise<string> {
  const { folder, signal } = state.order;
  // Interrupted before anything was recorded.
  if (state.session === undefined) throw new Interrupted();
  const { session } = state;
  const cluster = need(state.cluster, 'cluster');
  const engine = need(state.engine, 'engine');
  const { run } = session;
  show('closing the recording');
  await session.close();
  show('collecting logs and the capture');
  const [client] = cluster.clients();
  if (client !== undefined) {
    await fetchFile(client.node, capturePath, folder.capture).catch((error: unknown) => {
      run.warnings.push(`capture.pcap could not be collected: ${messageOf(error)}`);
    });
  }
  run.warnings.push(...(await collectLogs(engine.docker, cluster, folder.logs)));
  await keepEngineLogs(state);
  run.kernelTrouble = await engine.kernelTrouble().catch((error: unknown) => {
    run.recordingTrouble.push(`the kernel's log could not be read: ${messageOf(error)}`);
    return [];
  });
  run.endedAt = new Date().toISOString();
  run.status = signal.aborted ? 'interrupted' : 'recorded';
  await saveRun(folder, run);
  return `${run.trials.length} trials in ${folder.path}`;
}

async function reportStage(state: Drill, show: Log): Promise<string> {
  const { folder } = state.order;
  if (state.session === undefined) throw new Interrupted();
  const { run } = state.session;
  show('judging');
  const { judgements, verdict } = await judgeAgain(await readRun(folder.path));
  run.judgements = judgements;
  run.verdict = verdict;
  if (run.status === 'recorded') run.status = 'judged';
  await saveRun(folder, run);
  await syncLatest(folder);
  show('drawing');
  state.report = await writeReport(folder.path);
  return state.report;
}

async function keepEngineLogs(state: Drill): Promise<void> {
  for (const { name, path } of need(state.engine, 'engine').logFiles) {
    await copyFile(path, join(state.order.folder.logs, name)).catch(() => {});
  }
}

/** The run ended in an error: what was recorded is closed and saved as it is. Before there was a run, nothing stays. */
async function saveBroken(state: Drill, error: unknown): Promise<void> {
  const { folder } = state.order;
  if (state.session === undefined) {
    await rm(folder.path, { recursive: true, force: true });
    return;
  }
  const { run } = state.session;
  await state.session.close().catch(() => {});
  if (state.engine !== undefined) await keepEngineLogs(state);
  run.status = error instanceof Interrupted ? 'interrupted' : 'broken';
  run.endedAt ??= new Date().toISOString();
  run.warnings.push(messageOf(error));
  await saveRun(folder, run).catch(() => {});
  console.error(`What was recorded until then is in ${folder.path}`);
}

async function tearDown(state: Drill): Promise<void> {
  const { cluster, engine, order } = state;
  if (order.keep && cluster !== undefined && engine !== undefined) {
    console.log(
      `The topology stays up: DOCKER_HOST=${engine.dockerHost} docker ps. The next suite on this engine removes it.`,
    );
  } else {
    // The verdict is out; an engine that has gone meanwhile takes its containers with it, or the next run sweeps them.
    await cluster?.stop().catch((error: unknown) => console.error(`Cleaning up failed: ${messageOf(error)}`));
  }
  await engine?.[Symbol.asyncDispose]();
}

/** Shows the way into the topology and waits for Enter, or for the end of the run. */
async function pause(state: Drill, why: string): Promise<void> {
  if (state.order.signal.aborted) return;
  console.log(`\nPaused, because ${why}.`);
  console.log(`Look with: DOCKER_HOST=${state.engine?.dockerHost} docker exec -it lvs-drill-${state.runId}-<node> sh`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // In this question Ctrl-C is the terminal's character, not a signal: handed on as one.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  await lines.question('Press Enter to go on. ', { signal: state.order.signal }).catch(() => {});
  lines.close();
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The drill reached a stage without its ${what}.`);
  return value;
}
