import { connect } from 'node:net';
import type { KernelMs, RequestOutcome, RequestValue } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { type Answer, createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/** One request to send. */
export interface ProbeRequest {
  vip: string;
  port: number;
  source: string;
  localPort: number;
  dueMs: KernelMs;
  /** When it was seen to be due. */
  nowMs: KernelMs;
  /** Calls a function when the request's time is up; returns what calls that off. */
  deadline(giveUp: () => void): () => void;
  /** Its local port goes into what is told of it. */
  tellPort: boolean;
  /** Called exactly once, unless `onLocalFault` is. */
  onDone(value: RequestValue): void;
  /** The request never left this machine, for a reason of this machine: it says nothing of the cluster. */
  onLocalFault(cause: string): void;
}

/** What has been read is looked at before more is read, so all probes of the process may share it. */
const buffer = Buffer.allocUnsafeSlow(65_536);

/**
 * Sends one GET on a connection of its own and classifies what becomes of it.
 *
 * The connection closed without an answer counts as `reset`, as RST does: the peer is there and ends the connection. Part
 * of an answer, a status other than 200, or no `X-Real-Server` header is `wrong-answer`.
 * After a good answer the server closes first, so that the port stays in TIME_WAIT on its side, not on this one; the
 * deadline ends a connection whose server does not.
 */
export function sendProbe(request: ProbeRequest): void {
  const { vip, port, source, localPort, dueMs, nowMs } = request;
  const reader = createResponseReader();
  let sentMs = nowMs;
  let connected = false;
  let answerStarted = false;
  let done = false;

  const take = (bytes: number): boolean => {
    answerStarted = true;
    const result = reader.push(buffer.subarray(0, bytes));
    if (result.kind === 'answer') judge(result.answer);
    if (result.kind === 'malformed') {
      finish('wrong-answer', null);
      drop();
    }
    return true;
  };
  const socket = connect({
    host: vip,
    port,
    localAddress: source,
    localPort,
    // Half open: when the server has closed, close(2) alone says so to it, without a shutdown(2) before.
    allowHalfOpen: true,
    onread: { buffer, callback: take },
  });
  // connect(2) runs in the next tick; this one comes right after it, so `sentMs` is the latest time of the SYN.
  process.nextTick(() => {
    sentMs = monotonicMs();
  });
  socket.write(`GET / HTTP/1.1\r\nHost: ${vip}\r\nConnection: close\r\n\r\n`, 'latin1');

  const finish = (outcome: RequestOutcome, realServer: string | null) => {
    if (done) return;
    done = true;
    request.onDone({
      outcome,
      service: `${vip}:${port}`,
      source,
      lateMs: toMicrosecond(sentMs - dueMs),
      latencyMs: toMicrosecond(monotonicMs() - dueMs),
      realServer,
      ...(request.tellPort ? { sourcePort: localPort } : {}),
    });
  };
  const judge = ({ status, realServer }: Answer) => {
    finish(status === 200 && realServer !== null ? 'ok' : 'wrong-answer', realServer);
  };
  // A reset spares the kernel the retransmission of a FIN into a dead path; before the handshake there is nothing to reset.
  const drop = () => (connected ? socket.resetAndDestroy() : socket.destroy());

  const giveUp = () => {
    finish(connected ? 'response-timeout' : 'connect-timeout', null);
    drop();
  };
  // Answers that wait in the kernel are read before the verdict, else a pause of this process would look like an outage.
  const callOff = request.deadline(() => setImmediate(giveUp));

  socket.on('connect', () => {
    connected = true;
  });
  socket.on('end', () => {
    const result = reader.end();
    if (result.kind === 'answer') judge(result.answer);
    else finish(answerStarted ? 'wrong-answer' : 'reset', null);
    socket.destroy();
  });
  socket.on('error', (error) => {
    if (done) return;
    const fault = classifySocketError(error);
    if (fault === 'local') {
      done = true;
      request.onLocalFault(`a request from ${source} could not be sent: ${error.message}`);
    } else {
      finish(fault === 'timeout' ? (connected ? 'response-timeout' : 'connect-timeout') : fault, null);
    }
  });
  socket.on('close', () => {
    callOff();
    finish('reset', null);
  });
}
