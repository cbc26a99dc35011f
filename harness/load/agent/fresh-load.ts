import { monotonicMs } from './clock.ts';
import { type FreshRequest, requestFresh } from './fresh-request.ts';
import { type CountedSpan, createLoadTally } from './load-tally.ts';
import type { LoadOutcome, LoadTarget } from './protocol.ts';

/** A closed loop with a connection for each request. */
export interface FreshLoad extends CountedSpan {
  /** Asked in turn. */
  targets: LoadTarget[];
  path: string;
  /** Requests under way at a time. */
  connections: number;
  /** A request unanswered for this long is given up, ms. */
  timeoutMs: number;
  /** Gives out local ports, for each target by itself. */
  nextPort(target: string): number;
}

/** Pause before a request after one that failed, ms: a port that is closed must not be asked in a busy loop. */
const afterFailureMs = 20;
/** It goes on for a while, so that it has not ended yet for whoever reads counters at the end, ms. */
const afterEndMs = 50;
/** How often is looked for requests to be given up, ms. */
const lookMs = 200;

/**
 * Throughput with a connection for each request: autocannon's own way of it counts nothing (MEASURING.md section 6). As
 * one is answered the next is sent, without waiting for the connection to close. What is under way at the end is reset;
 * of that only what is old counts, as failed (`LoadTally`). Null when stopped early. Throws when this machine cannot send, which says nothing of the cluster.
 */
export async function freshLoad(load: FreshLoad, stop: AbortSignal): Promise<LoadOutcome | null> {
  const { targets, path, connections, countUntilMs, timeoutMs, nextPort } = load;
  const tally = createLoadTally(load);
  const underWay = new Set<FreshRequest>();
  let sent = 0;
  let over = false;
  let brokenOff: (error: Error) => void = () => {};

  const next = (): void => {
    if (over) return;
    const target = targets[sent % targets.length] as LoadTarget;
    sent += 1;
    const request = requestFresh({
      target,
      path,
      localPort: nextPort(`${target.address}:${target.port}`),
      onDone(outcome) {
        underWay.delete(request);
        if (outcome.answered) {
          tally.answered(outcome.status, outcome.bytes, outcome.latencyMs);
          next();
        } else if (outcome.cause === 'local') {
          brokenOff(new Error(`a request to ${target.address} could not be sent: ${outcome.detail}`));
        } else {
          tally.failed(outcome.cause, 1);
          setTimeout(next, afterFailureMs);
        }
      },
    });
    underWay.add(request);
  };
  for (let started = 0; started < connections; started += 1) next();
  const startedMs = monotonicMs();

  const look = setInterval(() => {
    const latestMs = monotonicMs() - timeoutMs;
    for (const request of underWay) if (request.sentAtMs < latestMs) request.giveUp();
  }, lookMs);
  let timer: NodeJS.Timeout | undefined;
  let stopNow = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(resolve, countUntilMs + afterEndMs - monotonicMs());
      brokenOff = reject;
      stopNow = resolve;
      stop.addEventListener('abort', stopNow);
    });
    if (stop.aborted) return null;
    // After a stall timers come first: what has arrived meanwhile is read before it is called unanswered.
    await new Promise<void>((resolve) => setImmediate(resolve));
    const openSinceMs = [...underWay].map(({ sentAtMs }) => sentAtMs);
    return tally.outcome(connections, openSinceMs, startedMs);
  } finally {
    over = true;
    stop.removeEventListener('abort', stopNow);
    clearInterval(look);
    clearTimeout(timer);
    for (const request of underWay) request.cancel();
  }
}
