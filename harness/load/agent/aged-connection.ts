import { connect } from 'node:net';
import type { CohortValue, KernelMs } from '../../model.ts';
import { monotonicMs } from './clock.ts';
import { segmentMs } from './cohort-plan.ts';
import { createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/** What became of a connection, and when that was seen. */
export interface AgedOutcome {
  outcome: CohortValue['outcome'];
  atMs: KernelMs;
  realServer: string | null;
}

/** One connection to make. */
export interface AgedConnectionOptions {
  vip: string;
  port: number;
  source: string;
  localPort: number;
  /** 2 or more. */
  packets: number;
  /** When its request begins; null with two packets. */
  requestAtMs: KernelMs | null;
  /** Called once, when it is made or has failed; `bornMs` is when the packet that its age counts from was sent. */
  onMade(made: AgedOutcome, bornMs: KernelMs): void;
  /** It failed for a reason of this machine: its `failed` says nothing of the cluster. */
  onLocalFault(cause: string): void;
}

/** A connection that was made for later. */
export interface AgedConnection {
  /** Sends one request and tells what comes of it within `deadlineMs`. */
  ask(deadlineMs: number, onOutcome: (outcome: AgedOutcome) => void): void;
  /** Gives up what is still being made: it counts as `timeout`. */
  giveUp(): void;
  /** Ends it without a word to anybody but its peer. */
  close(): void;
}

/**
 * Makes a connection that has sent an exact number of packets. Two: SYN and the ACK of the handshake. More: the request
 * follows in `packets - 2` segments, and one packet comes on top, the ACK of the answer.
 */
export function openAged(options: AgedConnectionOptions): AgedConnection {
  const { vip, port, source, localPort, packets, requestAtMs } = options;
  const reader = createResponseReader();
  let realServer: string | null = null;
  let bornMs = monotonicMs();
  let ended: AgedOutcome | null = null;
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let onOutcome: ((outcome: AgedOutcome) => void) | null = (made) => options.onMade(made, bornMs);

  const socket = connect({ host: vip, port, localAddress: source, localPort, noDelay: true });

  const tell = (outcome: CohortValue['outcome']): void => {
    const result = { outcome, atMs: monotonicMs(), realServer };
    if (outcome !== 'alive') ended ??= result;
    clearTimeout(timer);
    const listener = onOutcome;
    onOutcome = null;
    listener?.(result);
  };
  const close = (): void => {
    closing = true;
    clearTimeout(timer);
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  };
  const fail = (outcome: CohortValue['outcome']): void => {
    if (closing || ended !== null) return;
    tell(outcome);
    close();
  };
  // What a busy machine delays is caught up with, a millisecond apart: the kernel sends each write alone (`noDelay`).
  const send = (segments: string[], index: number): void => {
    socket.write(segments[index] ?? '');
    const nextAtMs = bornMs + (index + 1) * segmentMs;
    if (index + 1 < segments.length)
      timer = setTimeout(send, Math.max(1, nextAtMs - monotonicMs()), segments, index + 1);
  };

  socket.on('connect', () => {
    bornMs = monotonicMs();
    if (requestAtMs === null) return tell('alive');
    timer = setTimeout(
      () => {
        bornMs = monotonicMs();
        send(segmentsOf(vip, packets - 2), 0);
      },
      Math.max(0, requestAtMs - bornMs),
    );
  });
  socket.on('data', (chunk: Buffer) => {
    const result = reader.push(chunk);
    if (result.kind === 'malformed') return fail('failed');
    if (result.kind === 'incomplete') return;
    realServer = result.answer.realServer;
    tell('alive');
  });
  socket.on('end', () => fail('closed'));
  socket.on('error', (error) => {
    if (closing || ended !== null) return;
    const fault = classifySocketError(error);
    if (fault === 'local') options.onLocalFault(`a connection from ${source} failed on this machine: ${error.message}`);
    fail(fault === 'reset' || fault === 'timeout' ? fault : 'failed');
  });

  return {
    ask(deadlineMs, listener) {
      if (ended !== null) return listener({ ...ended, realServer });
      onOutcome = listener;
      // Answers that wait in the kernel are read before the verdict.
      timer = setTimeout(() => setImmediate(() => onOutcome === listener && fail('timeout')), deadlineMs);
      socket.write(segmentsOf(vip, 1)[0] ?? '');
    },
    giveUp: () => onOutcome !== null && fail('timeout'),
    close,
  };
}

/** One request in so many parts of about equal size. */
function segmentsOf(vip: string, count: number): string[] {
  const head = `GET / HTTP/1.1\r\nHost: ${vip}\r\n`;
  const request = `${head}X-Padding: ${'-'.repeat(count)}\r\n\r\n`;
  return Array.from({ length: count }, (_, index) =>
    request.slice(Math.floor((index * request.length) / count), Math.floor(((index + 1) * request.length) / count)),
  );
}
