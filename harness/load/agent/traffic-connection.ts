import { connect } from 'node:net';
import type { AssignmentValue, KernelMs } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { type Answer, createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/** What a connection of the closed-loop client can tell of itself. */
export interface Assignment {
  /** When its SYN had been sent. */
  at: KernelMs;
  value: Pick<AssignmentValue, 'outcome' | 'realServer' | 'answers' | 'latencyMs' | 'closing' | 'closedAtMs'>;
}

/** One connection to make. */
export interface TrafficConnectionOptions {
  vip: string;
  port: number;
  source: string;
  localPort: number;
  /** One after the other, the next when the one before has been answered. */
  requests: number;
  /** For the connection and its first answer, and for every further answer, ms. */
  deadlineMs: number;
  /** It failed for a reason of this machine: that says nothing of the cluster. */
  onLocalFault(cause: string): void;
}

/** A connection that has been begun. */
export interface TrafficConnection {
  /** Resolves when all requests have been answered, or it is known that they will not be; to whether it is still open. */
  asked: Promise<boolean>;
  /**
   * Closes it, the client first, and resolves when the other side has closed it too, or has not within the deadline.
   * Null: it failed for a reason of this machine.
   */
  close(): Promise<Assignment | null>;
}

/**
 * Opens a connection and asks on it. What becomes of it is classified as the prober does (send-probe.ts): closed without
 * an answer counts as `reset`; part of an answer, a status other than 200, or no name of a real server as `wrong-answer`.
 */
export function openTrafficConnection(options: TrafficConnectionOptions): TrafficConnection {
  const { vip, port, source, localPort, deadlineMs } = options;
  const reader = createResponseReader();
  const request = `GET / HTTP/1.1\r\nHost: ${vip}\r\n\r\n`;
  let at = monotonicMs();
  let connected = false;
  let answerStarted = false;
  let local = false;
  let timer: NodeJS.Timeout | undefined;
  const value: Assignment['value'] = { outcome: 'ok', realServer: null, answers: 0, latencyMs: 0, closedAtMs: 0 };
  let tellAsked: (open: boolean) => void = () => {};
  let tellClosed: () => void = () => {};
  const asked = new Promise<boolean>((resolve) => {
    tellAsked = resolve;
  });
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });

  const socket = connect({ host: vip, port, localAddress: source, localPort, noDelay: true });
  // connect(2) runs in the next tick; this one comes right after it, so `at` is the latest time of the SYN.
  process.nextTick(() => {
    at = monotonicMs();
  });

  let settled = false;
  const settle = (outcome: AssignmentValue['outcome']): void => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    value.outcome = outcome;
    if (value.answers === 0) value.latencyMs = toMicrosecond(monotonicMs() - at);
    tellAsked(outcome === 'ok');
  };
  // A reset spares the kernel the retransmission of a FIN into a dead path; before the handshake there is nothing to reset.
  const drop = () => (connected ? socket.resetAndDestroy() : socket.destroy());
  const giveUp = () => {
    settle(connected ? 'response-timeout' : 'connect-timeout');
    drop();
  };
  const ask = (): void => {
    const before = value.answers;
    answerStarted = false;
    socket.write(request);
    // Answers that wait in the kernel are read before the verdict.
    timer = setTimeout(() => setImmediate(() => value.answers === before && !settled && giveUp()), deadlineMs);
  };
  const refuse = (): void => {
    settle('wrong-answer');
    drop();
  };
  const take = ({ status, realServer }: Answer): void => {
    value.realServer ??= realServer;
    if (status !== 200 || realServer === null) {
      refuse();
      return;
    }
    clearTimeout(timer);
    if (value.answers === 0) value.latencyMs = toMicrosecond(monotonicMs() - at);
    value.answers += 1;
    if (value.answers < options.requests) ask();
    else settle('ok');
  };

  ask();
  socket.on('connect', () => {
    connected = true;
  });
  socket.on('data', (chunk: Buffer) => {
    if (settled) return;
    answerStarted = true;
    const result = reader.push(chunk);
    if (result.kind === 'answer') take(result.answer);
    if (result.kind === 'malformed') refuse();
  });
  socket.on('end', () => {
    if (settled) return;
    const result = reader.end();
    if (result.kind === 'answer') take(result.answer);
    settle(answerStarted ? 'wrong-answer' : 'reset');
  });
  socket.on('error', (error) => {
    if (settled) return;
    const fault = classifySocketError(error);
    if (fault === 'local') {
      local = true;
      options.onLocalFault(`a connection from ${source} could not be made: ${error.message}`);
    }
    if (fault === 'timeout' || fault === 'local') settle(connected ? 'response-timeout' : 'connect-timeout');
    else settle(fault);
  });
  socket.on('close', () => {
    clearTimeout(timer);
    settle('reset');
    value.closedAtMs = toMicrosecond(monotonicMs());
    tellClosed();
  });

  return {
    asked,
    async close() {
      const earliestMs = toMicrosecond(monotonicMs());
      const finishes = socket.writable;
      // shutdown(2) runs when the event loop has seen to everything else that had come, and this right after it.
      socket.once('finish', () => {
        if (finishes) value.closing = { earliestMs, latestMs: toMicrosecond(monotonicMs()) };
      });
      socket.end();
      timer = setTimeout(drop, deadlineMs);
      await closed;
      clearTimeout(timer);
      return local ? null : { at: toMicrosecond(at), value };
    },
  };
}
