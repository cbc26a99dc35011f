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
  send(dueMs: KernelMs, index: number): void;
}): OpenLoop {
  let index = 0;
  return {
    catchUp() {
      for (;;) {
        const dueMs = loop.startMs + index * loop.intervalMs;
        if (dueMs > loop.now()) return;
        loop.send(dueMs, index);
        index += 1;
      }
    },
  };
}
