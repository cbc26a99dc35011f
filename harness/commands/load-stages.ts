import { openCounter } from '../cluster/counter.ts';
import type { Log } from '../engine/engine.ts';
import { firstClient } from '../first-client.ts';
import { limitLinks } from '../load/link-limit.ts';
import { startLoadDriver } from '../load/load-driver.ts';
import type { LoadTrial } from '../model.ts';
import { loadProbes } from '../probes/standard-probes.ts';
import type { PlannedLoad } from '../run/load-plan.ts';
import { type LoadSetting, loadWords, runLoad, warmUp } from '../run/load-trial.ts';
import { saveRun } from '../store/recorder.ts';
import { type BegunForLoads, endLoads } from './end-of-loads.ts';
import { openRecording } from './recording.ts';
import { need, type ScenarioRun } from './scenario-run.ts';
import type { Stage } from './stages.ts';

/** What the stages of loads hand to each other. */
interface LoadsUnderWay {
  setting?: LoadSetting;
  begun: BegunForLoads;
}

/** From a cluster that serves to its loads: what takes the place of faults in a scenario that compares. */
export function loadStages(state: ScenarioRun): Stage[] {
  const underWay: LoadsUnderWay = { begun: {} };
  return [
    { title: 'Recording', work: (show) => recordingStage(state, show) },
    { title: 'Loads', stages: () => rounds(state, underWay) },
    // Also after Ctrl-C: links must not stay limited.
    { title: 'End of loads', always: true, work: () => finish(state, underWay) },
  ];
}

async function recordingStage(state: ScenarioRun, show: Log): Promise<string> {
  const session = await openRecording(state);
  show('watching adverts, the VIPs and keepalived');
  for (const probes of loadProbes()) await session.observe(probes);
  return 'adverts, the VIPs and keepalived are watched; no request but the loads themselves';
}

function rounds(state: ScenarioRun, underWay: LoadsUnderWay): Stage[] {
  if (state.readyAfterMs === null) return [{ title: 'No loads', work: async () => 'the cluster does not serve' }];
  const { loads, trialsPerFault } = state.plan;
  return [
    { title: 'Preparing', work: (show) => prepare(state, underWay, show) },
    ...Array.from({ length: trialsPerFault }, (_, round) => ({
      title: `Round ${round + 1} of ${trialsPerFault}`,
      stages: () =>
        loads
          .filter((planned) => planned.round === round)
          .map((planned) => ({ title: loadWords(planned), work: () => loadWork(state, underWay, planned) })),
    })),
  ];
}

async function prepare(state: ScenarioRun, underWay: LoadsUnderWay, show: Log): Promise<string> {
  const { plan, order } = state;
  const cluster = need(state.cluster, 'cluster');
  const { run } = need(state.session, 'session');
  const comparison = need(plan.comparison, 'comparison');
  const counter = await openCounter(cluster);
  const bits = comparison.linkBitsPerSecond;
  if (bits !== undefined) {
    show('limiting the links of directors and real servers');
    const limited = (await counter.read()).links.filter(({ node }) => cluster.node(node).kind !== 'client');
    underWay.begun.limits = await limitLinks(cluster, limited, bits);
  }
  const driver = await startLoadDriver(firstClient(cluster).node);
  underWay.begun.driver = driver;
  const warn = (text: string) => void run.warnings.push(text);
  underWay.setting = { cluster, comparison, driver, counter, signal: order.signal, warn };
  show('warming up every path');
  await warmUp(underWay.setting);
  return bits === undefined ? 'links as they are' : `links limited to ${bits / 1e6} Mbit/s in each direction`;
}

async function loadWork(state: ScenarioRun, underWay: LoadsUnderWay, planned: PlannedLoad): Promise<string> {
  const { run, folder } = need(state.session, 'session');
  const trial = await runLoad(planned, need(underWay.setting, 'load driver'));
  run.loadTrials = [...(run.loadTrials ?? []), trial];
  await saveRun(folder, run);
  return glance(trial);
}

/** What would not end is worth a warning and no run: nodes and links go with the cluster, unless it is kept. */
async function finish({ session }: ScenarioRun, { begun }: LoadsUnderWay): Promise<string> {
  const warnings: string[] = [];
  const done = await endLoads(begun, (text) => void warnings.push(text));
  if (session !== undefined && warnings.length > 0) {
    session.run.warnings.push(...warnings);
    await saveRun(session.folder, session.run);
  }
  return done;
}

/** What to show of a finished load while the others run; the report has the numbers that count. */
function glance({ throughput, error }: LoadTrial): string {
  if (error !== undefined || throughput === null) return error ?? 'not measured';
  const { requestsPerSecond, errors, latencyMs } = throughput;
  const failed = errors === 0 ? '' : `, ${errors} failed`;
  return `${requestsPerSecond.toFixed(1)} requests per second, p50 ${latencyMs.p50.toFixed(1)} ms${failed}`;
}
