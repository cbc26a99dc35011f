import type { KernelMs } from '../../model.ts';

/** The absolute schedule of an open loop: due times that no answer and no delay can move. */
export interface OpenLoop {
  /** Sends everything that is due by now, the overdue first; nothing is skipped and nothing sent early. */
  catchUp(): void;
}

/**
 * Request k is due at `startMs + k * intervalMs`, computed from k so that rounding never adds up. A late caller finds its
 * requests sent with their own due times: their lateness shows, instead of hiding in a shifted schedule.
 */
export function createOpenLoop(loop: {
  startMs: KernelMs;
  intervalMs: number;
  now(): KernelMs;
  /** `nowMs`: when it was seen that the request was due. */
  send(dueMs: KernelMs, index: number, nowMs: KernelMs): void;
}): OpenLoop {
  let index = 0;
  return {
    catchUp() {
      // One look at the clock: what comes due meanwhile is the next call's. In a lab each look is a system call, 7 us.
      const nowMs = loop.now();
      for (;;) {
        const dueMs = loop.startMs + index * loop.intervalMs;
        if (dueMs > nowMs) return;
        loop.send(dueMs, index, nowMs);
        index += 1;
      }
    },
  };
}
