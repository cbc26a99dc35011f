import { machineFacts } from '../bench/machine.ts';
import { waitReady } from '../cluster/readiness.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import type { Log } from '../engine/engine.ts';
import { DrillError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { measureThroughput } from '../load/throughput.ts';
import type { TrialRecord } from '../model.ts';
import { clusterProbes, requestProbes } from '../probes/standard-probes.ts';
import { newRun, newRunId } from '../run/new-run.ts';
import type { RunPlan } from '../run/plan.ts';
import { probeLoadWarning } from '../run/probe-load.ts';
import { kernelNow, waitUntilKernel } from '../run/steady.ts';
import { glance, performTrial } from '../run/trials.ts';
import { balanceStages } from './balance-stages.ts';
import { carryCalibration } from './calibration-in-force.ts';
import { leaveOutLacking } from './leave-out.ts';
import { loadStages } from './load-stages.ts';
import { pause } from './pause.ts';
import { openRecording } from './recording.ts';
import { resultsStage } from './results.ts';
import { need, type ScenarioRun, tearDown } from './scenario-run.ts';
import type { Stage } from './stages.ts';

/** From the cluster to the verdict of one scenario. */
export function runStages(state: ScenarioRun): Stage[] {
  return [
    { title: 'Cluster', work: (show) => clusterStage(state, show) },
    ...workStages(state),
    { title: 'Results', always: true, work: (show) => resultsStage(state, show) },
  ];
}

/** What is done to the cluster: traffic whose balance is judged, loads that are compared, or faults. */
function workStages(state: ScenarioRun): Stage[] {
  if (state.plan.scenario.balance !== undefined) return balanceStages(state);
  if (state.plan.comparison !== undefined) return loadStages(state);
  return [
    { title: 'Recording', work: (show) => recordingStage(state, show) },
    { title: 'Trials', stages: () => trialStages(state) },
  ];
}

async function clusterStage(state: ScenarioRun, show: Log): Promise<string> {
  const { machine, order } = state;
  const engine = need(machine.engine, 'engine');
  // One that could not be taken down in its time would be in the way.
  for (const one of state.before) await tearDown(one, false);
  const skipped = await leaveOutLacking(state, show);
  const { plan } = state;
  const { topology } = plan;
  const startedAt = order.plan.runs.length === 1 ? order.startedAt : new Date();
  const startedMs = performance.now();
  state.runId = newRunId();
  state.cluster = await startCluster(engine.docker, need(machine.images, 'images'), topology, {
    runId: state.runId,
    log: show,
  });
  order.signal.throwIfAborted();
  show('waiting until it serves');
  const { cpuModel, cpus, memoryBytes } = machineFacts();
  const asked = newRun({
    ...order,
    startedAt,
    command: order.commandOf(plan.scenario.name),
    plan,
    faults: faultsOf(state),
    id: state.runId,
    engine,
    machine: { cpuModel, cpus, memoryBytes },
    docker: engine.docker,
    cluster: state.cluster,
    skipped,
  });
  // Awaited below; until then a failure must not end the process.
  asked.catch(() => {});
  try {
    await waitReady(state.cluster, order);
    state.readyAfterMs = performance.now() - startedMs;
  } catch (error) {
    // A cluster that never serves is a finding, not an accident: it is recorded and judged, without trials.
    if (!(error instanceof DrillError)) throw error;
    state.readyAfterMs = null;
    state.warnings = [`The cluster never served as it should. ${error.message}`];
  }
  state.run = await asked;
  await carryCalibration(state.run, order.calibrations);
  const without = skipped.length === 0 ? '' : `, without ${skipped.map(({ what }) => what).join(', ')}`;
  return state.readyAfterMs === null
    ? `${topology.name}${without} does not serve`
    : `${topology.name}${without}, serving after ${(state.readyAfterMs / 1000).toFixed(1)} s`;
}

async function recordingStage(state: ScenarioRun, show: Log): Promise<string> {
  const { plan } = state;
  const cluster = need(state.cluster, 'cluster');
  const session = await openRecording(state);
  const { run } = session;
  show('watching adverts, gratuitous ARPs, the VIP, the IPVS tables and keepalived');
  for (const probes of clusterProbes(plan.probe)) await session.observe(probes);
  if (state.readyAfterMs !== null && plan.scenario.throughputMs > 0) {
    show('throughput without faults (autocannon)');
    run.throughput = await measureThroughput(cluster, plan.scenario.throughputMs);
    const warning = probeLoadWarning(plan.probe, run.throughput);
    if (warning !== null) run.warnings.push(warning);
  }
  const { probes, companions } = requestProbes(plan.probe, plan.scenario);
  state.companions = companions;
  await session.observe(probes);
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
    companions: state.companions ?? [],
    watchAfterHealingMs: state.plan.scenario.watchAfterHealingMs ?? 0,
    signal,
    stage: show,
    beforeHealing,
  });
  return glance(record, session);
}

/** Long enough to see who sends adverts and who holds the VIP, ms. */
const watchMs = 4_000;

async function watch(state: ScenarioRun): Promise<string> {
  const { plan, order } = state;
  const cluster = need(state.cluster, 'cluster');
  const forMs = Math.max(watchMs, 3 * usedAdvertIntervalMs(plan.topology.vrrp));
  await waitUntilKernel({ cluster, signal: order.signal }, (await kernelNow(cluster)) + forMs);
  return 'watched';
}

function faultsOf({ plan, order }: ScenarioRun): Fault[] {
  return plan.faults.flatMap((name) => order.faults.get(name) ?? []);
}
