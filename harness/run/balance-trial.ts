import type { Cluster } from '../cluster/interface.ts';
import { messageOf } from '../errors.ts';
import { serversOf } from '../ipvs/services.ts';
import { listOnHolder } from '../list-on-holder.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { BalanceTrial } from '../model.ts';
import type { TrafficClient } from '../probes/traffic.ts';
import { saveRun } from '../store/recorder.ts';
import type { PlannedBalanceTrial } from './balance-plan.ts';
import type { Session } from './session.ts';
import type { SlowServer } from './slow-server.ts';
import { kernelNow } from './steady.ts';

/** What every trial of a scenario with `balance` shares. */
export interface BalanceSetting {
  cluster: Cluster;
  session: Session;
  traffic: TrafficClient;
  slowServer: SlowServer;
  /** Which director served each trial, by the trial's index: its counters are read when all are over. */
  directors: Map<number, string>;
  signal: AbortSignal;
  stage(text: string): void;
}

/**
 * Sends one virtual service its traffic and saves that with the run, so that a harness that dies loses no finished trial.
 * Counters and logs are read when all trials are over (balance-counts.ts). Throws why `signal` was aborted, after saving.
 */
export async function performBalanceTrial(
  planned: PlannedBalanceTrial,
  setting: BalanceSetting,
): Promise<BalanceTrial> {
  const { cluster, session, traffic, slowServer, directors, signal, stage } = setting;
  const { balance } = planned;
  const trial: BalanceTrial = {
    index: planned.index,
    service: planned.service,
    balance,
    startedAtMs: null,
    endedAtMs: null,
    list: [],
    kernelConnections: null,
    loggedRequests: null,
  };
  try {
    const service = cluster.topology.virtualServices.find((one) => serviceKey(one) === planned.service);
    if (service === undefined) throw new Error(`The plan names the service ${planned.service}, which is not there.`);
    if (balance.slowByMs !== undefined) {
      const [first] = serversOf(service, cluster.topology);
      await slowServer.be(first?.name ?? null, balance.slowByMs);
    }
    const { director, list } = listOnHolder(await cluster.directorStates(), service, cluster.topology);
    trial.list = list;
    directors.set(trial.index, director);
    stage(`${balance.connections} connections`);
    trial.startedAtMs = await kernelNow(cluster);
    await traffic.send({ trial: trial.index, service, balance }, signal);
    trial.endedAtMs = await kernelNow(cluster);
  } catch (error) {
    trial.error = messageOf(error);
  }
  session.run.balanceTrials = [...(session.run.balanceTrials ?? []), trial];
  await session.flush();
  await saveRun(session.folder, session.run);
  signal.throwIfAborted();
  return trial;
}
