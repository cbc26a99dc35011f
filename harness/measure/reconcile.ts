import { serversOf, untouchedServices } from '../ipvs/services.ts';
import type { AssignmentValue, Range, Recording, RequestOutcome, VirtualService } from '../model.ts';
import { serviceKey } from './destinations.ts';
import { assignmentsOf } from './scheduled.ts';

/** What three witnesses say of one real server of one service. Null: not read. */
export interface ServerCounts {
  realServer: string;
  /** Connections on which it answered, or named itself, as the client has it. */
  connections: number;
  /** Answers that the client got of it. */
  answers: number;
  /** Connections that IPVS scheduled to it. */
  kernelConnections: number | null;
  /** Requests in its access log: as many as answers, and those whose answers may have been lost. */
  loggedRequests: number | null;
  loggedExpected: Range;
}

/** The counts of one service over all trials of it. */
export interface Counts {
  service: VirtualService;
  /** Why there is nothing to compare. */
  doubt: string | null;
  servers: ServerCounts[];
  /** Connections that the client began. */
  begun: number;
  refused: number;
  /** Begun and neither answered nor refused: a real server may have got them, and nobody can tell the client which. */
  unanswered: number;
  /** Connections that IPVS scheduled, over all real servers; it counts none that it refused. */
  scheduledExpected: Range;
}

/** Without an answer, a SYN may never have come to the director: then IPVS did not count it. */
const uncertain: readonly RequestOutcome[] = ['connect-timeout', 'unreachable'];

/**
 * The three counts of each service that has balance trials. The client began every connection, and knows the real server
 * of those that were answered. IPVS counts a connection when it has chosen a real server for it, whatever becomes of it
 * (`ip_vs_conn_stats` in `ip_vs_schedule`), and none that it refuses for want of one. httpd logs a request that it
 * answered: several on a connection that is kept.
 */
export function countsOf(recording: Recording): Counts[] {
  const { topology, balanceTrials = [] } = recording.run;
  return untouchedServices(topology).flatMap((service): Counts[] => {
    const trials = balanceTrials.filter((one) => one.service === serviceKey(service));
    const last = trials.at(-1);
    if (last === undefined) return [];
    const made = trials
      .flatMap((one) => assignmentsOf(recording, { trial: one.index, service }))
      .map(({ value }) => value);
    const wanted = trials.reduce((sum, one) => sum + one.balance.connections, 0);
    const failed = trials.find((one) => one.error !== undefined);
    const nameless = made.filter(({ realServer }) => realServer === null);
    const unanswered = nameless.filter(({ outcome }) => outcome !== 'refused');
    const named = made.length - nameless.length;
    const surely = unanswered.filter(({ outcome }) => !uncertain.includes(outcome)).length;
    const listed = new Set([
      ...serversOf(service, topology).map(({ name }) => name),
      ...made.flatMap(({ realServer }) => realServer ?? []),
      ...Object.keys(last.kernelConnections ?? {}),
      ...Object.keys(last.loggedRequests ?? {}),
    ]);
    return [
      {
        service,
        doubt: doubtOfCounts(failed?.error, made.length, wanted),
        servers: [...listed].map((name) => ({
          ...countsOfServer(
            name,
            made.filter(({ realServer }) => realServer === name),
            unanswered.length,
          ),
          // A real server that was never counted is not in what was read.
          kernelConnections: last.kernelConnections === null ? null : (last.kernelConnections[name] ?? 0),
          loggedRequests: last.loggedRequests === null ? null : (last.loggedRequests[name] ?? 0),
        })),
        begun: made.length,
        refused: nameless.length - unanswered.length,
        unanswered: unanswered.length,
        scheduledExpected: { low: named + surely, high: named + unanswered.length },
      },
    ];
  });
}

function countsOfServer(
  realServer: string,
  own: readonly AssignmentValue[],
  unanswered: number,
): Pick<ServerCounts, 'realServer' | 'connections' | 'answers' | 'loggedExpected'> {
  const answers = own.reduce((sum, one) => sum + one.answers, 0);
  // The request under way when a connection broke may have been answered into the void.
  const broken = own.filter(({ outcome }) => outcome !== 'ok').length;
  return {
    realServer,
    connections: own.length,
    answers,
    loggedExpected: { low: answers, high: answers + broken + unanswered },
  };
}

function doubtOfCounts(error: string | undefined, made: number, wanted: number): string | null {
  if (error !== undefined) return `a trial could not be completed: ${error}`;
  return made < wanted ? `only ${made} of ${wanted} connections are in the recording` : null;
}

/** Where the counts contradict each other, in words; none: they reconcile. */
export function contradictions({ servers, scheduledExpected }: Counts): string[] {
  const found: string[] = [];
  for (const { realServer, connections, answers, kernelConnections, loggedRequests, loggedExpected } of servers) {
    const excess = (kernelConnections ?? connections) - connections;
    const room = scheduledExpected.high - servers.reduce((sum, one) => sum + one.connections, 0);
    if (excess < 0 || excess > room)
      found.push(`${realServer}: ${connections} connections by the client, ${kernelConnections} by IPVS`);
    if (loggedRequests !== null && (loggedRequests < loggedExpected.low || loggedRequests > loggedExpected.high))
      found.push(`${realServer}: ${answers} answers to the client, ${loggedRequests} requests in its access log`);
  }
  if (servers.every(({ kernelConnections }) => kernelConnections !== null)) {
    const scheduled = servers.reduce((sum, one) => sum + (one.kernelConnections ?? 0), 0);
    const { low, high } = scheduledExpected;
    if (found.length === 0 && (scheduled < low || scheduled > high))
      found.push(
        `IPVS scheduled ${scheduled} connections, the client made ${low === high ? low : `${low} to ${high}`}`,
      );
  }
  return found;
}
