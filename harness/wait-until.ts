import { setTimeout as after } from 'node:timers/promises';
import { DrillError } from './errors.ts';

/** What a condition may answer: whether it holds, and what it saw, for the error when it never does. */
export type Seen = boolean | { holds: boolean; saw: string };

/**
 * Asks `condition` again and again until it holds. Throws a `DrillError` that shows the last state seen when it does not
 * within `deadlineMs`; what the condition itself throws goes through at once.
 */
export async function waitUntil(
  what: string,
  condition: () => Promise<Seen>,
  deadlineMs: number,
  pauseMs = 50,
): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  for (;;) {
    const seen = await condition();
    if (typeof seen === 'boolean' ? seen : seen.holds) return;
    if (performance.now() >= giveUpAt) {
      const last = typeof seen === 'boolean' ? '' : ` Last seen: ${seen.saw}`;
      throw new DrillError(`Waited ${(deadlineMs / 1000).toFixed(1)} s until ${what}, in vain.${last}`);
    }
    await after(pauseMs);
  }
}
