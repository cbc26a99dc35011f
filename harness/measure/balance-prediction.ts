import { replay } from '../ipvs/schedulers/replay.ts';
import { review } from '../ipvs/schedulers/review.ts';
import type { ObservedConnection, Past, Statement } from '../ipvs/schedulers/service.ts';
import { statementOf } from '../ipvs/schedulers/statement.ts';
import type { Balance, BalanceTrial, ListedServer, Observation, Range, Recording, VirtualService } from '../model.ts';
import type { Draw } from '../stats/lots.ts';
import { serviceKey } from './destinations.ts';
import { drawsOf } from './draws.ts';
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
  /** Connections that were answered, where chance decides and nothing that it goes by is open. */
  draws: readonly Draw[] | null;
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
  if (statement === 'chance') {
    const drawn = drawsOf(trial.list, observed);
    const told = { statement, expected: null, bounds: null, chances: chancesOver(trial.list, drawn), decisions: null };
    // What was open at each instant is certain only where no two came at a time.
    const inOrder = trial.balance.traffic === 'sequential' || trial.balance.traffic === 'held';
    return { ...told, draws: inOrder ? drawn.filter(({ taken }) => taken >= 0) : null };
  }
  const names = new Set<string | null>([...trial.list.map(({ realServer }) => realServer), null]);
  const course = replay(scheduled, trial.list, observed, past);
  const expected = new Map([...names].map((name) => [name, course.filter((one) => one === name).length]));
  const exact = new Map([...expected].map(([name, count]) => [name, { low: count, high: count }]));
  const told = { statement, expected, chances: null, draws: null };
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

/** The mean of what each real server's chances were. */
function chancesOver(list: readonly ListedServer[], draws: readonly Draw[]): ReadonlyMap<string, number> {
  return new Map(
    list.map(({ realServer }, place) => [
      realServer,
      draws.reduce((sum, { chances }) => sum + (chances[place] ?? 0), 0) / Math.max(1, draws.length),
    ]),
  );
}
