import { connect } from 'node:net';
import type { ConnectionValue } from '../../model.ts';
import { monotonicMs } from './clock.ts';
import { createResponseReader } from './response-reader.ts';
import { classifySocketError } from './socket-errors.ts';

/**
 * What became of a long-lived connection. `announced`: the real server closed it after its first answer, as it had said
 * there; `local`: this machine's own fault.
 */
export type ConnectionEnd = NonNullable<ConnectionValue['cause']> | 'announced' | 'local';

/** One connection to hold open. */
export interface LongLived {
  vip: string;
  port: number;
  source: string;
  localPort: number;
  requestIntervalMs: number;
  silenceMs: number;
  /** The first answer arrived: only now is it known to reach a real server. */
  onOpen(realServer: string | null): void;
  /** Called once, whether it had been open or not. `detail` is for a log. */
  onEnd(cause: ConnectionEnd, realServer: string | null, detail: string): void;
}

/**
 * Opens a connection and sends a GET every `requestIntervalMs`, one at a time; a request without an answer for
 * `silenceMs` ends it. Returns a function that ends it without a word.
 */
export function openLongLived(options: LongLived): () => void {
  const { vip, port, source, localPort, requestIntervalMs, silenceMs } = options;
  const reader = createResponseReader();
  const request = `GET / HTTP/1.1\r\nHost: ${vip}\r\n\r\n`;
  let open = false;
  let realServer: string | null = null;
  let ended = false;
  let answered = false;
  let nextDueMs = monotonicMs();
  let timer: NodeJS.Timeout;

  const socket = connect({ host: vip, port, localAddress: source, localPort });

  const close = () => {
    ended = true;
    clearTimeout(timer);
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  };
  const end = (cause: ConnectionEnd, detail: string) => {
    if (ended) return;
    close();
    options.onEnd(cause, realServer, detail);
  };
  // Answers that wait in the kernel are read before the verdict.
  const giveUp = () => setImmediate(() => answered || end('timeout', `no answer for ${silenceMs} ms`));
  const send = () => {
    answered = false;
    timer = setTimeout(giveUp, silenceMs);
    socket.write(request);
  };

  send();
  socket.on('data', (chunk: Buffer) => {
    const result = reader.push(chunk);
    if (result.kind === 'incomplete') return;
    if (result.kind === 'malformed') return end('closed', result.why);
    answered = true;
    clearTimeout(timer);
    realServer = result.answer.realServer ?? realServer;
    const first = !open;
    if (first) options.onOpen(realServer);
    open = true;
    if (result.answer.closes) {
      // After an error, and when it is being stopped, that is httpd's way, and no limit of its own.
      const keepsNone = first && result.answer.status < 500;
      return end(keepsNone ? 'announced' : 'closed', 'the real server announced that it closes the connection');
    }
    do nextDueMs += requestIntervalMs;
    while (nextDueMs <= monotonicMs());
    timer = setTimeout(send, nextDueMs - monotonicMs());
  });
  socket.on('end', () => end('closed', 'closed by the peer'));
  socket.on('error', (error) => end(classifySocketError(error), error.message));
  return close;
}
