import type { EventEmitter } from 'node:events';
import autocannon, { type Options } from 'autocannon';
import { monotonicMs } from './clock.ts';
import { type CountedSpan, createLoadTally } from './load-tally.ts';
import type { LoadOutcome, LoadTarget } from './protocol.ts';
import { repairClient } from './repair-client.ts';

/** autocannon looks whether its time is over at this interval, ms. */
const sampleMs = 100;

/** A closed loop on connections that are kept. */
export interface KeptLoad extends CountedSpan {
  targets: LoadTarget[];
  path: string;
  /** Shared out evenly among the targets. */
  connections: number;
  /** A request unanswered for this long is given up, and its connection with it: whole seconds, 1 or more. */
  timeoutSeconds: number;
}

/**
 * Throughput by autocannon: closed loop, keep-alive. One instance for each target, side by side in this process, because
 * autocannon knows one address only. Not for outages: a closed loop stops asking when nobody answers. Failures are
 * requests that were given up, cut off with their connection, or old and still open at the end (`LoadTally`). autocannon's correction for coordinated omission invents
 * samples (DEPENDENCIES.md section 4); it is off as long as no rate is asked for, and `ignoreCoordinatedOmission` is
 * refused without one. Null when stopped early.
 */
export async function keptLoad(load: KeptLoad, stop: AbortSignal): Promise<LoadOutcome | null> {
  const { targets, path, connections, countUntilMs, timeoutSeconds } = load;
  const tally = createLoadTally(load);
  const durationMs = countUntilMs - monotonicMs();
  const startedMs = monotonicMs();
  const openSinceMs = new Map<EventEmitter, number>();
  const instances: autocannon.Instance[] = [];
  const running = targets.flatMap(({ address, port }, place) => {
    const own = Math.floor((connections + targets.length - 1 - place) / targets.length);
    if (own === 0) return [];
    const { instance, finished } = startAutocannon({
      url: `http://${address}:${port}${path}`,
      connections: own,
      duration: durationMs / 1000,
      timeout: timeoutSeconds,
      sampleInt: sampleMs,
      setupClient(client) {
        watchRequests(client, openSinceMs, startedMs);
        repairClient(client, (requests) => {
          openSinceMs.delete(client);
          if (requests > 0) tally.failed('cut off', requests);
        });
      },
    });
    instance.on('response', (_client, status, bytes, latencyMs) => tally.answered(status, bytes, latencyMs));
    const complaints = new Map<string, number>();
    instance.on('reqError', (error: Error) => {
      if (error.message === 'request timed out') tally.failed(`no answer within ${timeoutSeconds} s`, 1);
      complaints.set(error.message, (complaints.get(error.message) ?? 0) + 1);
    });
    instances.push(instance);
    const ended = finished.then(() => {
      for (const [message, times] of complaints) console.error(`${message} (${times} times)`);
    });
    return [ended];
  });
  const stopAll = () => {
    for (const instance of instances) instance.stop();
  };
  stop.addEventListener('abort', stopAll);
  try {
    await Promise.all(running);
  } finally {
    stop.removeEventListener('abort', stopAll);
  }
  return stop.aborted ? null : tally.outcome(connections, [...openSinceMs.values()], startedMs);
}

/** Keeps when each client sent the request that it waits for; its first, as if sent when the load started. */
function watchRequests(client: EventEmitter, openSinceMs: Map<EventEmitter, number>, startedMs: number): void {
  let first = true;
  client.on('request', () => {
    openSinceMs.set(client, first ? startedMs : monotonicMs());
    first = false;
  });
  client.on('response', () => openSinceMs.delete(client));
  client.on('timeout', () => openSinceMs.delete(client));
}

/** With its callback autocannon returns the instance that emits events; without, a promise typed as nothing else. */
function startAutocannon(options: Options): { instance: autocannon.Instance; finished: Promise<void> } {
  let settle: (error: Error | null) => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  return { instance: autocannon(options, (error) => settle(error)), finished };
}
