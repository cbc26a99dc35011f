import { messageOf } from '../../errors.ts';
import type { CohortValue, KernelMs } from '../../model.ts';
import { type AgedConnection, type AgedOutcome, openAged } from './aged-connection.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { type PlannedConnection, planConnections } from './cohort-plan.ts';
import { type AgentIo, defineCommand, stopped } from './command.ts';
import { cohortPorts, localPorts } from './local-ports.ts';
import { address, addresses, integer, listOfObjects, number } from './options.ts';
import type { CohortsOptions, CohortsRequest, TriedLine } from './protocol.ts';

/** The start moves by a port in this time, ms: the range comes round after 750 s. */
const portStepMs = 250;
/** A request on a connection of the past is answered within this, or the connection is dead, ms. */
const answerMs = 1500;
/** Between the tries of two connections, ms: a request costs a lab's processor more than one. */
const tryPauseMs = 3;

/** A connection and what has to be said of it. */
interface Member {
  connection: AgedConnection;
  about: Pick<CohortValue, 'connection' | 'packets' | 'ageMs' | 'source'>;
  /** It is known to work: from its making until it is seen not to. */
  alive: boolean;
}

/**
 * Connections of known ages: which ones does a takeover spare, and which ones the way back? At a line with `dueMs` all
 * are made so that they have their ages then; those of the line before are reset. At a line with `try` one request is
 * sent on each that is still alive. What is not made by `dueMs` counts as `timeout` and is not tried.
 *
 * Of every connection an IPVS director counts exactly these packets until `dueMs`: with `packets: 2` SYN and ACK; with
 * more, SYN, ACK, one request in `packets - 2` segments, and the ACK of its answer as one more. `ageMs` is as measured.
 * A cohort of two packets must be younger than 30 s: httpd defers its listener (TCP_DEFER_ACCEPT), so its kernel repeats
 * the SYN-ACK after 32 s, and the client's answer is a third packet (seen in the lab).
 */
export const cohorts = defineCommand<CohortsOptions>({
  batchMs: 20,
  fields: {
    vip: address,
    port: integer(1, 65535),
    sources: addresses,
    cohorts: listOfObjects({ packets: integer(2, 1000), ageMs: number(0, 60_000), count: integer(1, 1000) }),
  },
  async run(options, io) {
    const nextPort = localPorts(cohortPorts, monotonicMs() / portStepMs);
    let lastNumber = 0;
    let members: Member[] = [];
    let timers: NodeJS.Timeout[] = [];

    const forget = (): void => {
      for (const timer of timers) clearTimeout(timer);
      for (const { connection } of members) connection.close();
      timers = [];
      members = [];
    };
    const make = (planned: PlannedConnection, dueMs: KernelMs): void => {
      lastNumber += 1;
      const source = options.sources[lastNumber % options.sources.length] as string;
      members.push(
        openMember({ options, planned, dueMs, number: lastNumber, source, localPort: nextPort(source), io }),
      );
    };
    const obey = (request: CohortsRequest): void => {
      if ('try' in request) return void tryAll(members, request.try, io);
      forget();
      const { dueMs } = request;
      const inMs = (atMs: KernelMs) => Math.max(0, atMs - monotonicMs());
      for (const planned of planConnections(options.cohorts, dueMs)) {
        timers.push(setTimeout(make, inMs(planned.openAtMs), planned, dueMs));
      }
      timers.push(
        setTimeout(() => {
          for (const { connection } of members) connection.giveUp();
        }, inMs(dueMs)),
      );
    };
    io.onLine((line) => {
      try {
        obey(readRequest(line));
      } catch (error) {
        io.trouble(`a request could not be understood: ${messageOf(error)}`);
      }
    });
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    forget();
    return 0;
  },
});

function openMember(order: {
  options: CohortsOptions;
  planned: PlannedConnection;
  dueMs: KernelMs;
  number: number;
  source: string;
  localPort: number;
  io: AgentIo;
}): Member {
  const { options, planned, dueMs, source, localPort, io } = order;
  const { packets } = planned.cohort;
  const about = { connection: order.number, packets, ageMs: 0, source };
  const connection = openAged({
    vip: options.vip,
    port: options.port,
    source,
    localPort,
    packets,
    requestAtMs: planned.requestAtMs,
    onMade(made, bornMs) {
      member.about.ageMs = toMicrosecond(dueMs - bornMs);
      print(member, 'made', made, io);
    },
    onLocalFault: io.trouble,
  });
  const member: Member = { connection, about, alive: false };
  return member;
}

function tryAll(members: readonly Member[], stage: TriedLine['tried'], io: AgentIo): void {
  const alive = members.filter((member) => member.alive);
  let open = alive.length;
  const done = () => io.print({ tried: stage, at: toMicrosecond(monotonicMs()) });
  if (open === 0) done();
  for (const [index, member] of alive.entries()) {
    setTimeout(() => {
      member.connection.ask(answerMs, (outcome) => {
        print(member, stage, outcome, io);
        open -= 1;
        if (open === 0) done();
      });
    }, index * tryPauseMs);
  }
}

function print(member: Member, stage: CohortValue['stage'], outcome: AgedOutcome, io: AgentIo): void {
  member.alive = outcome.outcome === 'alive';
  io.print({
    series: 'cohort',
    at: toMicrosecond(outcome.atMs),
    value: { ...member.about, stage, outcome: outcome.outcome, realServer: outcome.realServer },
  });
}

const instant = number(0, Number.MAX_SAFE_INTEGER);

function readRequest(line: string): CohortsRequest {
  const given = (JSON.parse(line) ?? {}) as { dueMs?: unknown; try?: unknown };
  if (instant.accepts(given.dueMs)) return { dueMs: given.dueMs };
  if (given.try === 'failover' || given.try === 'reversion') return { try: given.try };
  throw new Error(`expected \`dueMs\` (${instant.expected}) or \`try\` (failover or reversion), got ${line}`);
}
