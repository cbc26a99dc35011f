import { askedServices, serversOf } from '../ipvs/services.ts';
import type { ConnectionValue, FaultFacts, Recording, TrialRecord, VirtualService } from '../model.ts';
import { inOrder } from '../stats/in-order.ts';
import { configuredTable, differences, tableWithout } from './expected-table.ts';
import { trialEndMs } from './instants.ts';
import { expiresWithoutDestination } from './ipvs-sysctls.ts';
import { removalOf, targetsOfTrial } from './removal.ts';

type Cause = NonNullable<ConnectionValue['cause']>;

/** Connections that were open to some real servers when a fault struck, and what became of them. */
export interface OpenConnections {
  open: number;
  /** Lost before the trial ended, by cause. */
  lost: Partial<Record<Cause, number>>;
  /** Those of them that were lost before healing began. */
  lostBeforeHealing: Partial<Record<Cause, number>>;
}

/** What must become of the connections to the failed servers. */
export interface ConnectionPrediction {
  /** `all`: none outlives the fault. `none`: all do. `some`: they hang, and whether they outlive it depends on how long. */
  lost: 'all' | 'some' | 'none';
  /** Causes that explain a loss before healing begins; absent: any. */
  causes?: Cause[];
  why: string;
}

/** What a fault of real servers did to the connections that were open. */
export interface ServerConnections {
  toFailed: OpenConnections;
  /** To servers that were neither failed nor taken out with them. */
  toOthers: OpenConnections;
  predicted: ConnectionPrediction;
}

/**
 * Long-lived connections go to the first virtual service that is asked (harness/probes/connections.ts). Null when the trial has no
 * window, or nothing is known of the master's table.
 */
export function serverConnectionsOf(
  recording: Recording,
  facts: FaultFacts,
  trial: TrialRecord,
): ServerConnections | null {
  const { topology } = recording.run;
  const [service] = askedServices(topology);
  if (service === undefined || facts.failure === undefined) return null;
  const removal = removalOf(recording, trial, facts.failure, service);
  if (removal === null) return null;
  const failed = targetsOfTrial(trial);
  const leaving = differences(configuredTable(topology, service), tableWithout(topology, service, failed));
  const others = serversOf(service, topology)
    .map(({ name }) => name)
    .filter((name) => !leaving.has(name));
  return {
    toFailed: connectionsTo(recording, trial, failed),
    toOthers: connectionsTo(recording, trial, others),
    predicted: predictLosses(recording, facts, service, removal.removed !== null),
  };
}

/**
 * A closed port: the kernel of the real server ends them. A server that does not answer: they hang until it does or the
 * client has had enough; and a server that serves another page keeps them. A 500 makes httpd close the connection
 * (`ap_status_drops_connection` in its http_request.h). Once it is out of the table, packets
 * to it are dropped, or answered by a reset with `expire_nodest_conn` (MEASURING 4.3); with `inhibit_on_failure` it
 * stays in the table, and they live (MEASURING 8.13).
 */
function predictLosses(
  { run }: Recording,
  { failure }: FaultFacts,
  service: VirtualService,
  removed: boolean,
): ConnectionPrediction {
  if (failure === 'refused') return { lost: 'all', why: 'the real server ends them' };
  if (failure === 'error-status')
    return { lost: 'all', why: 'httpd closes a connection after an answer of status 500' };
  const cutOff = removed && !service.inhibitOnFailure;
  const causes: Cause[] = cutOff && expiresWithoutDestination(run) ? ['timeout', 'reset'] : ['timeout'];
  if (failure !== 'wrong-content') {
    return { lost: 'some', causes: [...causes, 'unreachable'], why: 'they hang until it answers again' };
  }
  return cutOff
    ? { lost: 'some', causes, why: 'IPVS drops their packets once the server is out of the table' }
    : { lost: 'none', why: 'the server goes on answering them' };
}

function connectionsTo(recording: Recording, trial: TrialRecord, servers: readonly string[]): OpenConnections {
  const struckMs = trial.effective?.earliestMs ?? Number.POSITIVE_INFINITY;
  const endMs = trialEndMs(recording, trial);
  const open = new Set<number>();
  const found: OpenConnections = { open: 0, lost: {}, lostBeforeHealing: {} };
  for (const { at, value } of inOrder(recording.series('connection'))) {
    if (value.realServer === null || !servers.includes(value.realServer) || at >= endMs) continue;
    if (at < struckMs) {
      if (value.event === 'open') open.add(value.connection);
      else open.delete(value.connection);
    } else if (value.event === 'lost' && open.delete(value.connection)) {
      found.open += 1;
      tally(found.lost, value.cause);
      if (at < (trial.healStartedAtMs ?? endMs)) tally(found.lostBeforeHealing, value.cause);
    }
  }
  return { ...found, open: found.open + open.size };
}

function tally(counts: Partial<Record<Cause, number>>, cause: Cause = 'closed'): void {
  counts[cause] = (counts[cause] ?? 0) + 1;
}
