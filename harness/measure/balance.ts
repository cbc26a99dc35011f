import type { Statement } from '../ipvs/schedulers/service.ts';
import { serversOf } from '../ipvs/services.ts';
import type { BalanceTrial, Observation, Range, RealServer, Recording, VirtualService } from '../model.ts';
import type { Draw } from '../stats/lots.ts';
import { once } from '../stats/once.ts';
import { type Decisions, predictionOf } from './balance-prediction.ts';
import { serviceKey } from './destinations.ts';
import { configuredTable, differences } from './expected-table.ts';
import { balancerDoubt } from './role-changes.ts';
import { assignmentsOf, reusedPort } from './scheduled.ts';

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
  /** `AssignmentValue.latencyMs` of what each answered, ms. */
  latenciesMs: readonly (readonly number[])[];
  refused: number;
  /** Neither answered nor refused. */
  unanswered: number;
  statement: Statement;
  /** Connections that each is to get if everything came in the order of its instants; null where nothing is predicted. */
  expected: readonly number[] | null;
  expectedRefused: number;
  /** How many they must be, whatever came in what order; null where nothing is predicted. */
  bounds: readonly Range[] | null;
  boundsRefused: Range | null;
  /** Probability of each, where chance decides. */
  chances: readonly number[] | null;
  /** Where chance decides and the recording shows what it went by: one by one, by places in the kernel's list. */
  draws: readonly Draw[] | null;
  /** Null where connections are not predicted one by one. */
  decisions: Decisions | null;
}

/** A client that got no answer of so many connections is no witness of who was chosen. */
const unansweredShare = 0.01;

/** Fewer connections for each real server than this say little of shares. */
const leastPerServer = 5;

/** Whether so few connections were answered or refused that they say nothing of what share each real server gets. */
export function saysNothingOfShares({ servers, counts, refused }: Balancing): boolean {
  const open = servers.filter(({ weight }) => weight > 0).length;
  return counts.reduce((sum, one) => sum + one, refused) < leastPerServer * Math.max(1, open);
}

/** Few connections on purpose, with many requests each: where each of them went is asked, and not what share. */
export function isKeptAlive({ balance }: BalanceTrial): boolean {
  return balance.traffic === 'keep-alive';
}

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
  const prediction = predictionOf(recording, trial, service, connections);
  const { expected, bounds, chances } = prediction;
  return {
    trial,
    service,
    doubt: doubtOfTrial(recording, trial, service, connections),
    connections: connections.length,
    servers,
    counts: servers.map(({ name }) => connections.filter(({ value }) => value.realServer === name).length),
    latenciesMs: servers.map(({ name }) =>
      connections.flatMap(({ value }) => (value.realServer === name ? [value.latencyMs] : [])),
    ),
    refused,
    unanswered: nameless.length - refused,
    statement: prediction.statement,
    expected: expected === null ? null : servers.map(({ name }) => expected.get(name) ?? 0),
    expectedRefused: expected?.get(null) ?? 0,
    bounds: bounds === null ? null : servers.map(({ name }) => bounds.get(name) ?? none),
    boundsRefused: bounds?.get(null) ?? null,
    chances: chances === null ? null : servers.map(({ name }) => chances.get(name) ?? 0),
    draws: prediction.draws,
    decisions: prediction.decisions,
  };
}

const none: Range = { low: 0, high: 0 };

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
