import type { Node } from '../cluster/interface.ts';
import { waitUntil } from '../wait-until.ts';

/** A log whose old lines have all been read: what comes now is new. */
export interface FreshLog {
  /** Lines written since it was opened. */
  lines(): readonly string[];
  stop(): Promise<void>;
}

/** The old lines come in one piece: after so long without one the log has been read up to its end, ms. */
const quietMs = 150;
const catchUpMs = 3000;

/**
 * Follows a node's log from now on. The engine's log has no other clock than CLOCK_REALTIME, so "now" is where the lines
 * that are already there end.
 */
export async function followFreshLog(node: Node): Promise<FreshLog> {
  let read: { realtimeMs: number; line: string }[] = [];
  let lastAt = performance.now();
  const followed = await node.followLog(0, (line) => {
    read.push(line);
    lastAt = performance.now();
  });
  await waitUntil(
    `the log of ${node.name} has been read up to now`,
    async () => performance.now() - lastAt >= quietMs,
    catchUpMs,
    20,
  ).catch(() => {
    // A log that is never quiet: what has been read by now is old.
  });
  const newestMs = read.at(-1)?.realtimeMs ?? 0;
  read = [];
  return {
    lines: () => read.filter(({ realtimeMs }) => realtimeMs > newestMs).map(({ line }) => line),
    async stop() {
      followed.stop();
      await followed.ended;
    },
  };
}
