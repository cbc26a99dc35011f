import { chances } from '../ipvs/schedulers/chances.ts';
import { replay } from '../ipvs/schedulers/replay.ts';
import { review } from '../ipvs/schedulers/review.ts';
import { inactiveTimeoutMs, type ObservedConnection, type Past, type Statement } from '../ipvs/schedulers/service.ts';
import { statementOf } from '../ipvs/schedulers/statement.ts';
import type { Balance, BalanceTrial, ListedServer, Observation, Range, Recording, VirtualService } from '../model.ts';
import { serviceKey } from './destinations.ts';
import { arrivalOf, assignmentsOf, scheduledService } from './scheduled.ts';

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
  /** Those that had one possible outcome only, in whatever order came what is too near to tell. */
  certain: number;
  /** Those that had another one than was possible. */
  wrong: readonly WrongDecision[];
  /** Those that went as they do if everything came in the order of its instants. */
  replayed: number;
}

/** What is predicted of a trial's connections. */
export interface Prediction {
  statement: Statement;
  /** Connections of each real server, by name, and of nobody (null), if everything came in the order of its instants. */
  expected: ReadonlyMap<string | null, number> | null;
  /** How many these must be; exact where their order is certain, or does not matter. */
  bounds: ReadonlyMap<string | null, Range> | null;
  /** Probability of each real server over all connections, where chance decides. */
  chances: ReadonlyMap<string, number> | null;
  /** Null where connections are not predicted one by one. */
  decisions: Decisions | null;
}

/**
 * SYNs and FINs leave one after the other from the one process of the client, which has their instants to about a tenth of
 * this; they may overtake each other on their way only where that is several processors, ms.
 */
const uncertaintyMs = 0.5;

/** From the list that the kernel had just before, and what the scheduler saw in earlier trials of the service. */
export function predictionOf(
  recording: Recording,
  trial: BalanceTrial,
  service: VirtualService,
  connections: readonly Observation<'assignment'>[],
): Prediction {
  const statement = statementOf(service.scheduler, trial.balance.traffic);
  const scheduled = scheduledService(recording.run.topology, service);
  const observed = connections.map((one) => observedConnection(service, trial.balance, one));
  const past = pastOf(recording, trial, service);
  if (statement === 'chance')
    return { statement, expected: null, bounds: null, chances: chancesOver(trial.list, observed), decisions: null };
  const names = new Set<string | null>([...trial.list.map(({ realServer }) => realServer), null]);
  const course = replay(scheduled, trial.list, observed, past);
  const expected = new Map([...names].map((name) => [name, course.filter((one) => one === name).length]));
  const exact = new Map([...expected].map(([name, count]) => [name, { low: count, high: count }]));
  const told = { statement, expected, chances: null };
  if (statement === 'sequence' || statement === 'mapping')
    return { ...told, bounds: exact, decisions: decisionsOf(observed, course) };
  // A template decides as well as the scheduler.
  if (service.persistenceTimeoutMs !== undefined) return { ...told, bounds: null, decisions: null };
  const early = observed.map((one) => ({ ...one, beginMs: one.beginMs - uncertaintyMs }));
  const seen = review(scheduled, trial.list, early, { uncertaintyMs: 2 * uncertaintyMs }, past);
  const bounds = new Map<string | null, Range>([...Object.entries(seen.bounds), [null, seen.refused]]);
  return {
    ...told,
    bounds: statement === 'counts' ? exact : bounds,
    decisions: {
      compared: seen.decisions,
      certain: seen.decided,
      wrong: seen.impossible.map(({ connection, realServer, possible }) => ({
        connection,
        got: realServer,
        expected: possible,
      })),
      replayed: observed.filter(({ realServer }, place) => realServer === (course[place] ?? null)).length,
    },
  };
}

/** The client closes in the same turn of its event loop as it got the last answer (harness/load/agent/traffic.ts), but for those held. */
function observedConnection(
  service: VirtualService,
  { traffic, requestsPerConnection }: Balance,
  { at, value }: Observation<'assignment'>,
): ObservedConnection {
  const answeredMs = at + value.latencyMs;
  const closesAtOnce = traffic !== 'held' && requestsPerConnection === 1 && value.outcome === 'ok';
  const known = value.realServer !== null || value.outcome === 'refused';
  return {
    ...arrivalOf(service, value),
    beginMs: at,
    closing: value.closing ?? { earliestMs: answeredMs, latestMs: closesAtOnce ? answeredMs : value.closedAtMs },
    realServer: known ? value.realServer : 'unknown',
  };
}

function pastOf(recording: Recording, trial: BalanceTrial, service: VirtualService): Past {
  const { balanceTrials = [] } = recording.run;
  const earlier = balanceTrials
    .filter((one) => one.service === serviceKey(service) && one.index < trial.index)
    .flatMap((one) => assignmentsOf(recording, { trial: one.index, service }))
    .flatMap(({ value }) =>
      value.realServer === null ? [] : [{ realServer: value.realServer, destination: service.vip }],
    );
  return { earlier };
}

function decisionsOf(observed: readonly ObservedConnection[], expected: readonly (string | null)[]): Decisions {
  const known = observed.flatMap(({ realServer }, connection) =>
    realServer === 'unknown' ? [] : [{ connection, got: realServer, expected: [expected[connection] ?? null] }],
  );
  const wrong = known.filter(({ got, expected: wanted }) => !wanted.includes(got));
  return {
    compared: known.length,
    certain: known.length,
    wrong,
    replayed: known.length - wrong.length,
  };
}

/**
 * The mean of what each real server's chances were, connection by connection, given where those before went: a scheduler
 * that draws lots by the counts of connections evens out what chance did before.
 */
function chancesOver(
  list: readonly ListedServer[],
  observed: readonly ObservedConnection[],
): ReadonlyMap<string, number> {
  const sums = new Map(list.map(({ realServer }) => [realServer, 0]));
  for (const decision of observed) {
    const then = list.map((server): ListedServer => {
      const own = observed.filter(
        ({ realServer, beginMs }) => realServer === server.realServer && beginMs < decision.beginMs,
      );
      const closed = own.filter(({ closing }) => (closing?.latestMs ?? Number.POSITIVE_INFINITY) <= decision.beginMs);
      const gone = closed.filter(({ closing }) => (closing?.latestMs ?? 0) + inactiveTimeoutMs <= decision.beginMs);
      return {
        ...server,
        activeConnections: server.activeConnections + own.length - closed.length,
        inactiveConnections: server.inactiveConnections + closed.length - gone.length,
      };
    });
    for (const [name, chance] of Object.entries(chances(then))) sums.set(name, (sums.get(name) ?? 0) + chance);
  }
  return new Map([...sums].map(([name, sum]) => [name, sum / Math.max(1, observed.length)]));
}
