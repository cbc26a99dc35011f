import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { judgeAgain } from '../../reports/write-report.ts';
import type { RunningCluster } from '../cluster/assemble.ts';
import { collectLogs, fetchFile } from '../cluster/collect-files.ts';
import { waitReady } from '../cluster/readiness.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import type { Engine, Log } from '../engine/engine.ts';
import type { Images } from '../engine/images.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { measureThroughput } from '../load/throughput.ts';
import type { Run, TrialRecord } from '../model.ts';
import type { CohortDriver } from '../probes/cohorts.ts';
import { capturePath, clusterProbes, requestProbes } from '../probes/standard-probes.ts';
import { newRun, newRunId } from '../run/new-run.ts';
import type { RunPlan } from '../run/plan.ts';
import { probeLoadWarning } from '../run/probe-load.ts';
import { openSession, type Session } from '../run/session.ts';
import { Interrupted } from '../run/signals.ts';
import { kernelNow, waitUntilKernel } from '../run/steady.ts';
import { glance, performTrial } from '../run/trials.ts';
import { readRun } from '../store/reader.ts';
import { saveRun } from '../store/recorder.ts';
import type { RunFolder } from '../store/run-folder.ts';
import type { DrillOrder } from './drill.ts';
import type { Stage } from './stages.ts';

/** What all scenarios of a drill share, once it is there. */
export interface Machine {
  engine?: Engine;
  images?: Images;
}

/** One scenario: what its stages hand to each other; a stage may rely on what the stages before it put here. */
export interface ScenarioRun {
  order: DrillOrder;
  plan: RunPlan;
  folder: RunFolder;
  machine: Machine;
  /** No scenario follows: its cluster is kept up by `--keep`. */
  last: boolean;
  runId?: string;
  warnings?: string[];
  cluster?: RunningCluster;
  /** Null: the cluster never served. */
  readyAfterMs?: number | null;
  run?: Run;
  session?: Session;
  cohorts?: CohortDriver | null;
}

/** The run of a scenario that got as far as recording. */
export function runOf({ session }: ScenarioRun): Run | undefined {
  return session?.run;
}

/** From the cluster to the verdict of one scenario. */
export function runStages(state: ScenarioRun): Stage[] {
  return [
    { title: 'Cluster', work: (show) => clusterStage(state, show) },
    { title: 'Recording', work: (show) => recordingStage(state, show) },
    { title: 'Trials', stages: () => trialStages(state) },
    { title: 'Results', always: true, work: (show) => resultsStage(state, show) },
  ];
}

async function clusterStage(state: ScenarioRun, show: Log): Promise<string> {
  const { machine, order, plan } = state;
  const engine = need(machine.engine, 'engine');
  const { topology } = plan;
  const startedMs = performance.now();
  state.runId = newRunId();
  state.cluster = await startCluster(engine.docker, need(machine.images, 'images'), topology, {
    runId: state.runId,
    log: show,
  });
  show('waiting until it serves');
  const asked = newRun({
    ...order,
    plan,
    faults: faultsOf(state),
    id: state.runId,
    engine,
    docker: engine.docker,
    cluster: state.cluster,
  });
  // Awaited below; until then a failure must not end the process.
  asked.catch(() => {});
  try {
    await waitReady(state.cluster);
    state.readyAfterMs = performance.now() - startedMs;
  } catch (error) {
    // A cluster that never serves is a finding, not an accident: it is recorded and judged, without trials.
    if (!(error instanceof DrillError)) throw error;
    state.readyAfterMs = null;
    state.warnings = [`The cluster never served as it should. ${error.message}`];
  }
  state.run = await asked;
  return state.readyAfterMs === null
    ? `${topology.name} does not serve`
    : `${topology.name}, serving after ${(state.readyAfterMs / 1000).toFixed(1)} s`;
}

async function recordingStage(state: ScenarioRun, show: Log): Promise<string> {
  const { plan, folder } = state;
  const cluster = need(state.cluster, 'cluster');
  const run = need(state.run, 'run');
  run.readyAfterMs = state.readyAfterMs ?? null;
  run.warnings.push(...(state.warnings ?? []));
  state.session = await openSession(run, folder, { cluster });
  show('watching adverts, gratuitous ARPs, the VIP, the IPVS tables and keepalived');
  for (const probes of clusterProbes()) await state.session.observe(probes);
  if (state.readyAfterMs !== null && plan.scenario.throughputMs > 0) {
    show('throughput without faults (autocannon)');
    run.throughput = await measureThroughput(cluster, plan.scenario.throughputMs);
    const warning = probeLoadWarning(plan.probe, run.throughput);
    if (warning !== null) run.warnings.push(warning);
  }
  const { probes, cohorts } = requestProbes(plan.probe);
  state.cohorts = cohorts;
  await state.session.observe(probes);
  if (state.readyAfterMs !== null && plan.scenario.warmUpMs !== undefined) {
    show('warming up');
    const { signal } = state.order;
    await waitUntilKernel({ cluster, signal }, (await kernelNow(cluster)) + plan.scenario.warmUpMs);
  }
  const rate =
    run.throughput === null
      ? ''
      : `; ${Math.round(run.throughput.requestsPerSecond)} requests per second without faults`;
  return `one request every ${plan.probe.intervalMs} ms${rate}`;
}

/** One stage per round, one below it per trial. A cluster that does not serve is watched for a while instead. */
function trialStages(state: ScenarioRun): Stage[] {
  const { trials, trialsPerFault } = state.plan;
  if (state.readyAfterMs === null) return [{ title: 'No trials: watching the cluster', work: () => watch(state) }];
  return Array.from({ length: trialsPerFault }, (_, round) => ({
    title: `Round ${round + 1} of ${trialsPerFault}`,
    stages: () =>
      trials
        .filter((planned) => planned.round === round)
        .map((planned) => ({
          title: planned.level === undefined ? planned.fault : `${planned.fault} ${planned.level}`,
          work: (show: Log) => trialWork(state, planned, show),
        })),
  }));
}

async function trialWork(state: ScenarioRun, planned: RunPlan['trials'][number], show: Log): Promise<string> {
  const { signal, pauseOnFailure } = state.order;
  const session = need(state.session, 'session');
  const beforeHealing = async (record: TrialRecord) => {
    if (pauseOnFailure) await pause(state, glance(record, session));
  };
  const record = await performTrial(planned, {
    session,
    cluster: need(state.cluster, 'cluster'),
    faults: faultsOf(state),
    cohorts: state.cohorts ?? null,
    watchAfterHealingMs: state.plan.scenario.watchAfterHealingMs ?? 0,
    signal,
    stage: show,
    beforeHealing,
  });
  return glance(record, session);
}

/** Long enough to see who sends adverts and who holds the VIP, ms. */
const watchMs = 4_000;

async function watch({ session, cluster, plan, order }: ScenarioRun): Promise<string> {
  const { view } = need(session, 'session');
  const { hand } = need(cluster, 'cluster');
  const untilMs = (await hand.now()).atMs + Math.max(watchMs, 3 * plan.topology.vrrp.advertIntervalMs);
  while (view.latestMs() < untilMs && (await hand.now()).atMs < untilMs) {
    order.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return 'watched';
}

/** Closes the recording, collects what lies on the nodes, judges and saves, and takes the cluster down for the next. */
async function resultsStage(state: ScenarioRun, show: Log): Promise<string> {
  const { folder, machine, order } = state;
  // Interrupted before anything was recorded.
  if (state.session === undefined) throw new Interrupted();
  const { session } = state;
  const engine = need(machine.engine, 'engine');
  const cluster = need(state.cluster, 'cluster');
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
  run.status = order.signal.aborted ? 'interrupted' : 'recorded';
  await saveRun(folder, run);
  show('judging');
  const { judgements, verdict } = await judgeAgain(await readRun(folder.path));
  run.judgements = judgements;
  run.verdict = verdict;
  if (run.status === 'recorded') run.status = 'judged';
  await saveRun(folder, run);
  if (order.pauseOnFailure && verdict !== 'pass') await pause(state, 'the run did not pass');
  if (!state.last) await tearDown(state, false);
  return `${verdict}, ${run.trials.length} trials in ${folder.path}`;
}

async function keepEngineLogs({ machine, folder }: ScenarioRun): Promise<void> {
  for (const { name, path } of machine.engine?.logFiles ?? [])
    await copyFile(path, join(folder.logs, name)).catch(() => {});
}

/** The run ended in an error: what was recorded is closed and saved as it is. */
export async function saveBroken(state: ScenarioRun, error: unknown): Promise<void> {
  const { session, folder } = state;
  // Judged is saved already: what failed came after it.
  if (session === undefined || session.run.status === 'judged') return;
  const { run } = session;
  await session.close().catch(() => {});
  await keepEngineLogs(state);
  run.status = error instanceof Interrupted ? 'interrupted' : 'broken';
  run.endedAt ??= new Date().toISOString();
  run.warnings.push(messageOf(error));
  await saveRun(folder, run).catch(() => {});
}

/** Takes the scenario's cluster down, or says how to look at the one that stays up. May be called more than once. */
export async function tearDown(state: ScenarioRun, keep: boolean): Promise<void> {
  const { cluster, machine } = state;
  if (cluster === undefined) return;
  if (keep) {
    console.log(
      `The topology stays up: DOCKER_HOST=${machine.engine?.dockerHost} docker ps. The next suite on this engine removes it.`,
    );
    return;
  }
  delete state.cluster;
  // The verdict is out; an engine that has gone meanwhile takes its containers with it, or the next run sweeps them.
  await cluster.stop().catch((error: unknown) => console.error(`Cleaning up failed: ${messageOf(error)}`));
}

/** Shows the way into the topology and waits for Enter, or for the end of the run. */
async function pause({ order, machine, runId }: ScenarioRun, why: string): Promise<void> {
  if (order.signal.aborted) return;
  console.log(`\nPaused, because ${why}.`);
  console.log(`Look with: DOCKER_HOST=${machine.engine?.dockerHost} docker exec -it lvs-drill-${runId}-<node> sh`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // In this question Ctrl-C is the terminal's character, not a signal: handed on as one.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  await lines.question('Press Enter to go on. ', { signal: order.signal }).catch(() => {});
  lines.close();
}

function faultsOf({ plan, order }: ScenarioRun): Fault[] {
  return plan.faults.flatMap((name) => order.faults.get(name) ?? []);
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The drill reached a stage without its ${what}.`);
  return value;
}
