import type { Socket } from 'node:net';

/** What the repair touches inside autocannon 9.0.0's client (lib/httpClient.js); the version is pinned for it. */
interface ClientInside {
  _connect(): void;
  _destroyConnection(): void;
  conn: Socket;
  destroyed: boolean;
  parser: { initialize(type: 'RESPONSE'): void };
  pipelinedRequests: { size(): number };
}

/** Pause before a client connects again, ms. */
const reconnectAfterMs = 20;

/**
 * Repairs how autocannon 9.0.0 connects again, which otherwise spoils the rest of a run:
 * requests of the old connection stay queued, so that every later answer is timed from an older request; half an answer
 * stays in the parser; a refused connection is tried again in a busy loop; and an old socket that reports both its end
 * and an error starts two new ones. Pass it as `setupClient`. `onCutOff` is told how many requests went unanswered with a
 * connection. Requests that autocannon gives up by its own timeout are not among them: it reports those itself.
 */
export function repairClient(client: object, onCutOff: (requests: number) => void): void {
  const inside = client as ClientInside;
  const connect = inside._connect;
  let connectedBefore = false;
  let waiting = false;
  inside._connect = () => {
    if (!connectedBefore) {
      connectedBefore = true;
      connect.call(inside);
      return;
    }
    if (waiting) return;
    waiting = true;
    onCutOff(inside.pipelinedRequests.size());
    inside._destroyConnection();
    setTimeout(() => {
      waiting = false;
      if (inside.destroyed) return;
      inside.parser.initialize('RESPONSE');
      connect.call(inside);
    }, reconnectAfterMs);
  };
}
