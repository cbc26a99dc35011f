import type { KernelMs } from '../../model.ts';

/** CLOCK_MONOTONIC: the one clock that all containers of an engine share (libuv's uv_hrtime reads it). */
export function monotonicMs(): KernelMs {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Rounded to a microsecond, to keep lines short; nothing here is known more exactly. */
export function toMicrosecond(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

const coarseMarginMs = 2;

/**
 * Resolves when the clock reads `atMs`, at once when that has passed, or when `stop` is aborted.
 * On time to about 0.1 ms: a timer up to 2 ms before (timers count whole milliseconds), then a blocking wait, which
 * burns no processor time; the last 0.1 ms is spun, since the kernel may wake a sleeper that much late (timer slack).
 */
export async function waitUntilMs(atMs: KernelMs, stop: AbortSignal): Promise<void> {
  for (let restMs = atMs - monotonicMs(); restMs > coarseMarginMs; restMs = atMs - monotonicMs()) {
    if (stop.aborted) return;
    await timer(Math.min(restMs - coarseMarginMs, 0x7fffffff), stop);
  }
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const restMs = atMs - monotonicMs() - 0.1;
  if (restMs > 0) Atomics.wait(cell, 0, 0, restMs);
  while (monotonicMs() < atMs);
}

function timer(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(handle);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const handle = setTimeout(done, ms);
    stop.addEventListener('abort', done);
  });
}

/** Polls about every millisecond until `condition` holds; false when `deadlineMs` passed first. */
export async function pollUntil(condition: () => boolean, deadlineMs: KernelMs): Promise<boolean> {
  for (;;) {
    if (condition()) return true;
    if (monotonicMs() >= deadlineMs) return false;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
