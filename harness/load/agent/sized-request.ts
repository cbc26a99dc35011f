import { connect } from 'node:net';
import type { KernelMs, SizedRequestValue } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import type { ServicePlace } from './protocol.ts';
import { type Answer, createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/** One request whose size in one direction is given. */
export interface SizedRequest extends ServicePlace, Pick<SizedRequestValue, 'direction' | 'bytes'> {
  source: string;
  localPort: number;
  /** From connecting until it is given up, ms. */
  deadlineMs: number;
}

/** What became of it. */
export interface SizedOutcome {
  /** When connecting began. */
  at: KernelMs;
  value: Pick<SizedRequestValue, 'outcome' | 'latencyMs' | 'realServer'>;
}

/** A page of every real server, of 10240 bytes: no answer can be longer. */
const page = '/10k';
const pageBytes = 10_240;

/**
 * The text of a request that is so many bytes long, or whose answer's body is. The first is padded by a header that
 * nobody reads; for the second a part of a page is asked for (RFC 9110 14.2). Throws an `Error` when the request's own
 * head is longer than that.
 */
export function sizedRequestText({ vip, direction, bytes }: Pick<SizedRequest, 'vip' | 'direction' | 'bytes'>): string {
  const common = `Host: ${vip}\r\nConnection: close\r\n`;
  if (direction === 'response') return `GET ${page} HTTP/1.1\r\n${common}Range: bytes=0-${bytes - 1}\r\n\r\n`;
  const head = `GET / HTTP/1.1\r\n${common}X-Padding: `;
  const padding = bytes - head.length - '\r\n\r\n'.length;
  if (padding < 1) throw new Error(`no request to ${vip} is as short as ${bytes} bytes`);
  return `${head}${'-'.repeat(padding)}\r\n\r\n`;
}

/**
 * Sends it on a connection of its own, in one write, and resolves when it is answered, has failed, or is given up; to null
 * when this machine could not send it. Outcomes are those of the prober (send-probe.ts): part of an answer, another status,
 * or a body of another size is `wrong-answer`.
 */
export function sendSized(request: SizedRequest, onLocalFault: (cause: string) => void): Promise<SizedOutcome | null> {
  const { vip, port, source, localPort, deadlineMs } = request;
  return new Promise((resolve) => {
    const reader = createResponseReader();
    const atMs = monotonicMs();
    let connected = false;
    let answerStarted = false;
    const socket = connect({ host: vip, port, localAddress: source, localPort });
    socket.write(sizedRequestText(request));

    const finish = (outcome: SizedRequestValue['outcome'], realServer: string | null = null): void => {
      resolve({
        at: toMicrosecond(atMs),
        value: { outcome, latencyMs: toMicrosecond(monotonicMs() - atMs), realServer },
      });
    };
    const judge = (answer: Answer): void =>
      finish(isAsAsked(request, answer) ? 'ok' : 'wrong-answer', answer.realServer);
    // A reset ends at both ends, and in the director's table, what would be retransmitted for minutes.
    const drop = () => (connected ? socket.resetAndDestroy() : socket.destroy());
    const giveUp = (): void => {
      finish(connected ? 'response-timeout' : 'connect-timeout');
      drop();
    };
    // Answers that wait in the kernel are read before the verdict.
    const timer = setTimeout(() => setImmediate(giveUp), deadlineMs);

    socket.on('connect', () => {
      connected = true;
    });
    socket.on('data', (chunk: Buffer) => {
      answerStarted = true;
      const result = reader.push(chunk);
      if (result.kind === 'answer') judge(result.answer);
      if (result.kind === 'malformed') {
        finish('wrong-answer');
        drop();
      }
    });
    socket.on('end', () => {
      const result = reader.end();
      if (result.kind === 'answer') judge(result.answer);
      else finish(answerStarted ? 'wrong-answer' : 'reset');
    });
    socket.on('error', (error) => {
      const fault = classifySocketError(error);
      if (fault === 'local') {
        onLocalFault(`a request from ${source} could not be sent: ${error.message}`);
        resolve(null);
      } else finish(fault === 'timeout' ? (connected ? 'response-timeout' : 'connect-timeout') : fault);
    });
    socket.on('close', () => {
      clearTimeout(timer);
      finish('reset');
    });
  });
}

/** httpd gives the whole page with 200, any part of it with 206. */
function isAsAsked({ direction, bytes }: SizedRequest, { status, realServer, bodyBytes }: Answer): boolean {
  if (realServer === null) return false;
  if (direction === 'request') return status === 200;
  return bodyBytes === bytes && (status === 206 || (status === 200 && bytes === pageBytes));
}
