import { chances } from '../ipvs/schedulers/chances.ts';
import { replay } from '../ipvs/schedulers/replay.ts';
import { inactiveTimeoutMs, review } from '../ipvs/schedulers/review.ts';
import type { ObservedConnection, Past, Statement } from '../ipvs/schedulers/service.ts';
import { statementOf } from '../ipvs/schedulers/statement.ts';
import type { BalanceTrial, ListedServer, Observation, Range, Recording, VirtualService } from '../model.ts';
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
  /** Those that had one possible outcome only. */
  certain: number;
  wrong: readonly WrongDecision[];
}

/** What is predicted of a trial's connections. */
export interface Prediction {
  statement: Statement;
  /** Connections of each real server, by name, and of nobody (null); none where chance decides. */
  counts: ReadonlyMap<string | null, Range> | null;
  /** Probability of each real server over all connections, where chance decides. */
  chances: ReadonlyMap<string, number> | null;
  /** Null where connections are not predicted one by one. */
  decisions: Decisions | null;
}

/**
 * The client has the instant just after connect(2) as that of the SYN, which may have reached the director before; and a FIN
 * or SYN may take that long to get there where all share one processor, ms.
 */
const uncertaintyMs = 2;

/** From the list that the kernel had just before, and what the scheduler saw in earlier trials of the service. */
export function predictionOf(
  recording: Recording,
  trial: BalanceTrial,
  service: VirtualService,
  connections: readonly Observation<'assignment'>[],
): Prediction {
  const statement = statementOf(service.scheduler, trial.balance.traffic);
  const scheduled = scheduledService(recording.run.topology, service);
  const observed = connections.map((one) => observedConnection(service, one));
  const past = pastOf(recording, trial, service);
  const nothing = { statement, counts: null, chances: null, decisions: null };
  if (statement === 'chance') return { ...nothing, chances: chancesOver(trial.list, observed) };
  if (statement === 'bounds') {
    if (service.persistenceTimeoutMs !== undefined) return nothing;
    // The instant of the SYN is known to be late, never early.
    const early = observed.map((one) => ({ ...one, beginMs: one.beginMs - uncertaintyMs }));
    const seen = review(scheduled, trial.list, early, { uncertaintyMs: 2 * uncertaintyMs }, past);
    return {
      ...nothing,
      counts: new Map<string | null, Range>([...Object.entries(seen.bounds), [null, seen.refused]]),
      decisions: {
        compared: seen.decisions,
        certain: seen.decided,
        wrong: seen.impossible.map(({ connection, realServer, possible }) => ({
          connection,
          got: realServer,
          expected: possible,
        })),
      },
    };
  }
  const expected = replay(scheduled, trial.list, observed, past);
  const names = new Set<string | null>([...trial.list.map(({ realServer }) => realServer), null]);
  return {
    ...nothing,
    counts: new Map([...names].map((name) => [name, exactly(expected.filter((one) => one === name).length)])),
    decisions: statement === 'counts' ? null : decisionsOf(observed, expected),
  };
}

function observedConnection(service: VirtualService, { at, value }: Observation<'assignment'>): ObservedConnection {
  const known = value.realServer !== null || value.outcome === 'refused';
  return {
    ...arrivalOf(service, value),
    beginMs: at,
    closing: { earliestMs: at + value.latencyMs, latestMs: value.closedAtMs },
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
  return {
    compared: known.length,
    certain: known.length,
    wrong: known.filter(({ got, expected: wanted }) => !wanted.includes(got)),
  };
}

function exactly(count: number): Range {
  return { low: count, high: count };
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
