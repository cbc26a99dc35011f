import { connect } from 'node:net';
import type { RequestOutcome } from '../../model.ts';
import { monotonicMs } from './clock.ts';
import type { LoadTarget } from './protocol.ts';
import { createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/** What became of a request on a connection of its own. `local`: this machine could not send it. */
export type FreshOutcome =
  | { answered: true; status: number; bytes: number; latencyMs: number }
  | { answered: false; cause: Exclude<RequestOutcome, 'ok'> | 'local'; detail: string };

/** A request under way. */
export interface FreshRequest {
  sentAtMs: number;
  /** Ends it; `onDone` is told that it was given up. */
  giveUp(): void;
  /** Ends it without a word. */
  cancel(): void;
}

/** What has been read is looked at before more is read, so all sockets of the process may share it. */
const buffer = Buffer.allocUnsafeSlow(65_536);

/**
 * One GET on a connection of its own, made for many a second: `onDone` is called once, as soon as the answer is whole. The
 * server closes first, so that the port stays in TIME_WAIT on its side, not on this one. The source address is what the
 * routes of this machine choose.
 */
export function requestFresh(request: {
  target: LoadTarget;
  path: string;
  localPort: number;
  onDone(outcome: FreshOutcome): void;
}): FreshRequest {
  const { target, path, localPort } = request;
  const reader = createResponseReader();
  const sentAtMs = monotonicMs();
  let connected = false;
  let done = false;

  const finish = (outcome: FreshOutcome) => {
    if (done) return;
    done = true;
    request.onDone(outcome);
  };
  const fail = (cause: Exclude<RequestOutcome, 'ok'> | 'local', detail: string) =>
    finish({ answered: false, cause, detail });
  const drop = () => (connected ? socket.resetAndDestroy() : socket.destroy());

  const take = (bytes: number): boolean => {
    const result = reader.push(buffer.subarray(0, bytes));
    if (result.kind === 'answer') {
      const { status, bytes: whole } = result.answer;
      finish({ answered: true, status, bytes: whole, latencyMs: monotonicMs() - sentAtMs });
    } else if (result.kind === 'malformed') {
      fail('wrong-answer', result.why);
      drop();
    }
    return true;
  };
  const socket = connect({ host: target.address, port: target.port, localPort, onread: { buffer, callback: take } });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${target.address}\r\nConnection: close\r\n\r\n`);
  socket.on('connect', () => {
    connected = true;
  });
  socket.on('error', (error) => {
    const fault = classifySocketError(error);
    if (fault === 'timeout') fail(connected ? 'response-timeout' : 'connect-timeout', error.message);
    else fail(fault, error.message);
  });
  socket.on('close', () => fail('reset', 'closed before the answer was whole'));
  return {
    sentAtMs,
    giveUp() {
      fail(connected ? 'response-timeout' : 'connect-timeout', 'given up');
      drop();
    },
    cancel() {
      done = true;
      drop();
    },
  };
}
