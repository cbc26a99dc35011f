import type { Log } from '../engine/engine.ts';
import { serviceKey, serviceName } from '../measure/destinations.ts';
import type { BalanceTrial } from '../model.ts';
import { trafficProbes } from '../probes/standard-probes.ts';
import { traffic } from '../probes/traffic.ts';
import { readCounts } from '../run/balance-counts.ts';
import type { PlannedBalanceTrial } from '../run/balance-plan.ts';
import { type BalanceSetting, performBalanceTrial } from '../run/balance-trial.ts';
import { slowServer } from '../run/slow-server.ts';
import { saveRun } from '../store/recorder.ts';
import { openRecording } from './recording.ts';
import { need, type ScenarioRun } from './scenario-run.ts';
import type { Stage } from './stages.ts';

/** From a cluster that serves to the counts of its traffic: what takes the place of faults in a scenario with `balance`. */
export function balanceStages(state: ScenarioRun): Stage[] {
  let setting: BalanceSetting | undefined;
  return [
    {
      title: 'Recording',
      work: async (show) => {
        setting = await startRecording(state, show);
        return 'no request but the traffic itself';
      },
    },
    {
      title: 'Trials',
      stages: () => {
        const { plan } = state;
        if (state.readyAfterMs === null)
          return [{ title: 'No trials', work: async () => 'the cluster does not serve' }];
        return plan.balanceTrials.map((planned) => ({
          title: nameOf(state, planned),
          work: (show: Log) => trialWork(planned, { ...need(setting, 'setting'), stage: show }),
        }));
      },
    },
    // Also after Ctrl-C: what was made slow must not stay so.
    { title: 'Counts', always: true, work: (show) => countsStage(setting, show) },
  ];
}

async function startRecording(state: ScenarioRun, show: Log): Promise<BalanceSetting> {
  const { order } = state;
  const cluster = need(state.cluster, 'cluster');
  const session = await openRecording(state);
  show('watching adverts, the VIPs, the IPVS tables and keepalived');
  for (const probes of trafficProbes()) await session.observe(probes);
  const client = traffic();
  await session.observe([client]);
  return {
    cluster,
    session,
    traffic: client,
    slowServer: slowServer(cluster),
    directors: new Map(),
    signal: order.signal,
    stage: show,
  };
}

function nameOf({ plan }: ScenarioRun, { service }: PlannedBalanceTrial): string {
  const found = plan.topology.virtualServices.find((one) => serviceKey(one) === service);
  return found === undefined ? service : serviceName(found);
}

async function trialWork(planned: PlannedBalanceTrial, setting: BalanceSetting): Promise<string> {
  const trial = await performBalanceTrial(planned, setting);
  return trial.error ?? glance(trial);
}

/** What to show of a finished trial while the others run; the report has the numbers that count. */
function glance(trial: BalanceTrial): string {
  const seconds = ((trial.endedAtMs ?? 0) - (trial.startedAtMs ?? 0)) / 1000;
  const servers = trial.list.filter(({ weight }) => weight > 0).length;
  return `${trial.balance.connections} connections to ${servers} real servers in ${seconds.toFixed(1)} s`;
}

async function countsStage(setting: BalanceSetting | undefined, show: Log): Promise<string> {
  if (setting === undefined) return 'nothing to count';
  const { cluster, session, slowServer: slow, directors, signal } = setting;
  const { run } = session;
  await slow.end();
  if (signal.aborted || directors.size === 0) return 'left out';
  show('waiting for the kernel to add up its counters');
  const troubles = await readCounts(cluster, run, directors, signal);
  run.warnings.push(...troubles);
  await saveRun(session.folder, run);
  return troubles.length === 0 ? 'connections by IPVS, requests by httpd' : troubles.join('; ');
}
