import type { Statement } from '../ipvs/schedulers/service.ts';
import { serversOf } from '../ipvs/services.ts';
import type { BalanceTrial, Observation, Range, RealServer, Recording, VirtualService } from '../model.ts';
import { once } from '../stats/once.ts';
import { replay, statementOf } from './balance-prediction.ts';
import { serviceKey } from './destinations.ts';
import { configuredTable, differences } from './expected-table.ts';
import { balancerDoubt } from './role-changes.ts';
import { assignmentsOf, reusedPort } from './scheduled.ts';

/** A connection that its scheduler cannot have decided so. */
export interface WrongDecision {
  /** Its number in the trial, from 0. */
  connection: number;
  /** Null: refused. */
  got: string | null;
  /** What it can have been; one where it is certain. */
  expected: readonly (string | null)[];
}

/** The decisions of a scheduler, one by one. */
export interface Decisions {
  /** Those whose outcome the client knows. */
  compared: number;
  /** Those that had one possible outcome only. */
  certain: number;
  wrong: readonly WrongDecision[];
}

/** What a balance trial shows of a scheduler, beside what was predicted. */
export interface Balancing {
  trial: BalanceTrial;
  service: VirtualService;
  /** Why the trial says nothing of the scheduler; null when it does. */
  doubt: string | null;
  /** That the client began. */
  connections: number;
  /** In the order of the topology, with their weights in this service; numbers below go by it. */
  servers: readonly RealServer[];
  /** Connections that each real server answered. */
  counts: readonly number[];
  refused: number;
  /** Neither answered nor refused. */
  unanswered: number;
  statement: Statement;
  /** Connections that each was to get; null where nothing is predicted. */
  predicted: readonly Range[] | null;
  predictedRefused: Range | null;
  /** Probability of each, where chance decides. */
  chances: readonly number[] | null;
  /** Null where connections are not predicted one by one. */
  decisions: Decisions | null;
}

/** A client that got no answer of so many connections is no witness of who was chosen. */
const unansweredShare = 0.01;

/** Every balance trial of the run, in the order they ran. */
export const balancingsOf = once((recording: Recording): Balancing[] => {
  const { topology, balanceTrials = [] } = recording.run;
  return balanceTrials.flatMap((trial) => {
    const service = topology.virtualServices.find((one) => serviceKey(one) === trial.service);
    return service === undefined ? [] : [balancingOf(recording, trial, service)];
  });
});

function balancingOf(recording: Recording, trial: BalanceTrial, service: VirtualService): Balancing {
  const servers = serversOf(service, recording.run.topology);
  const connections = assignmentsOf(recording, { trial: trial.index, service });
  const nameless = connections.filter(({ value }) => value.realServer === null);
  const refused = nameless.filter(({ value }) => value.outcome === 'refused').length;
  const statement = statementOf(service, trial.balance.traffic);
  const observed = {
    trial,
    service,
    doubt: doubtOfTrial(recording, trial, service, connections),
    connections: connections.length,
    servers,
    counts: servers.map(({ name }) => connections.filter(({ value }) => value.realServer === name).length),
    refused,
    unanswered: nameless.length - refused,
    statement,
    predicted: null,
    predictedRefused: null,
    chances: null,
    decisions: null,
  };
  if (connections.length === 0 || statement === 'bounds' || statement === 'chance') return observed;
  const expected = replay(recording, trial, service, connections);
  return {
    ...observed,
    predicted: servers.map(({ name }) => exactly(expected, name)),
    predictedRefused: exactly(expected, null),
    decisions: statement === 'counts' ? null : decisionsOf(connections, expected),
  };
}

function exactly(expected: readonly (string | null)[], name: string | null): Range {
  const count = expected.filter((one) => one === name).length;
  return { low: count, high: count };
}

function decisionsOf(
  connections: readonly Observation<'assignment'>[],
  expected: readonly (string | null)[],
): Decisions {
  const known = connections.flatMap(({ value }, place) => {
    const wanted = expected[place];
    const seen = value.realServer !== null || value.outcome === 'refused';
    return wanted === undefined || !seen ? [] : [{ value, wanted }];
  });
  return {
    compared: known.length,
    certain: known.length,
    wrong: known
      .filter(({ value, wanted }) => value.realServer !== wanted)
      .map(({ value, wanted }) => ({ connection: value.connection, got: value.realServer, expected: [wanted] })),
  };
}

function doubtOfTrial(
  recording: Recording,
  trial: BalanceTrial,
  service: VirtualService,
  connections: readonly Observation<'assignment'>[],
): string | null {
  const { startedAtMs, endedAtMs, list, balance, error } = trial;
  if (error !== undefined) return `the trial could not be completed: ${error}`;
  if (startedAtMs === null || endedAtMs === null) return 'the trial did not come to its end';
  if (list.length === 0) return 'the list of its real servers was not read';
  if (connections.length < balance.connections)
    return `only ${connections.length} of ${balance.connections} connections are in the recording`;
  const [wrong] = differences(configuredTable(recording.run.topology, service), tableOf(trial));
  if (wrong !== undefined)
    return `${wrong[0]} was ${wrong[1] === null ? 'not in the table' : `in the table with weight ${wrong[1]}`} at its beginning`;
  const lost = connections.filter(({ value }) => value.outcome !== 'ok' && value.outcome !== 'refused');
  if (lost.length > unansweredShare * connections.length)
    return `${lost.length} of ${connections.length} connections broke (the first: ${lost[0]?.value.outcome})`;
  const again = reusedPort(recording, connections);
  if (again !== null)
    return `port ${again.value.sourcePort} of ${again.value.source} came again while the kernel remembered it`;
  return balancerDoubt(recording, trial.service, { fromMs: startedAtMs, toMs: endedAtMs });
}

function tableOf({ list }: BalanceTrial): Map<string, number> {
  return new Map(list.map(({ realServer, weight }) => [realServer, weight]));
}
