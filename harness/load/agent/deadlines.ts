import type { KernelMs } from '../../model.ts';

/** What is given up at its time unless it is done before. */
export interface Deadlines {
  /** Calls `giveUp` once that instant has passed. To be asked for in the order of the instants. Returns what calls it off. */
  add(atMs: KernelMs, giveUp: () => void): () => void;
}

/**
 * One timer for all: each setting of a timer looks at the clock, which in a lab is a system call, and of five hundred
 * requests a second nearly all are answered long before their deadline. The timer is set for the oldest that may still be
 * open; when it rings, for the next that is.
 */
export function createDeadlines(
  now: () => KernelMs,
  setTimer: (ring: () => void, ms: number) => void = setTimeout,
): Deadlines {
  let waiting: { atMs: KernelMs; giveUp: (() => void) | null }[] = [];
  let isSet = false;

  const set = (): void => {
    const oldest = waiting[0];
    isSet = oldest !== undefined;
    if (oldest !== undefined) setTimer(ring, Math.max(0, Math.ceil(oldest.atMs - now())));
  };
  const ring = (): void => {
    const nowMs = now();
    const open = waiting.findIndex(({ atMs, giveUp }) => atMs > nowMs && giveUp !== null);
    const passed = waiting.slice(0, open < 0 ? waiting.length : open);
    waiting = open < 0 ? [] : waiting.slice(open);
    set();
    for (const { giveUp } of passed) giveUp?.();
  };

  return {
    add(atMs, giveUp) {
      const entry: (typeof waiting)[number] = { atMs, giveUp };
      waiting.push(entry);
      if (!isSet) set();
      return () => {
        entry.giveUp = null;
      };
    },
  };
}
