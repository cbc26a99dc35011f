import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { untouchedServices } from '../ipvs/services.ts';
import { listOnHolder } from '../list-on-holder.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { ListReading, Mapping, TrialRecord, TrialStage } from '../model.ts';
import type { TrialCompanion } from './companion.ts';
import type { Probe } from './probe.ts';
import { traffic } from './traffic.ts';

/**
 * Which real server each of the client's addresses gets from each untouched service, in every stage of a trial: one
 * connection from each address (series `assignment`), and just before it the list of the service as its director has it
 * (`TrialRecord.lists`). Throws a `DrillError` when nobody, or more than one director, holds the service's VIP.
 */
export function mapping({ concurrency }: Mapping): Probe & Required<Omit<TrialCompanion, 'leadMs' | 'prepare'>> {
  const client = traffic();
  let started: Cluster | undefined;

  const map = async (trial: TrialRecord, stage: TrialStage, signal: AbortSignal): Promise<void> => {
    const cluster = started;
    if (cluster === undefined) throw new DrillError('The client whose addresses are mapped was never started.');
    trial.lists = [...(trial.lists ?? []), ...(await listsNow(cluster, stage))];
    for (const service of untouchedServices(cluster.topology)) {
      const connections = client.sources(service).length;
      const balance = { traffic: 'concurrent', connections, concurrency, requestsPerConnection: 1 } as const;
      await client.send({ trial: trial.index, stage, service, balance }, signal);
    }
  };

  return {
    name: 'mapping',
    start(context) {
      started = context.cluster;
      return client.start(context);
    },
    before: (trial, signal) => map(trial, 'before', signal),
    under: (trial, signal) => map(trial, 'under', signal),
    after: (trial, signal) => map(trial, 'after', signal),
  };
}

/** The lists of all untouched services, now. */
async function listsNow(cluster: Cluster, stage: TrialStage): Promise<ListReading[]> {
  const states = await cluster.directorStates();
  const { atMs } = await cluster.hand.now();
  return untouchedServices(cluster.topology).map((service) => ({
    stage,
    service: serviceKey(service),
    atMs,
    list: listOnHolder(states, service, cluster.topology).list,
  }));
}
