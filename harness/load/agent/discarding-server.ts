import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { discardedFile, inProcessServer, windowFile } from '../../in-process-server.ts';
import type { KernelMs } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import type { ProbeRequest } from './send-probe.ts';

/** How often it looks for a window to discard in, ms: one is written several times as long before it begins. */
const lookEveryMs = 50;

/** A server in the prober's own process. */
export interface DiscardingServer {
  /** In place of a request on the network: answers at once, or not at all. */
  ask(request: ProbeRequest): void;
  end(): void;
}

/**
 * Answers every request at once, but for those sent in a window [from, to) that stands in a file: these it discards, as
 * exactly as this process can tell the time. What prober, recording and measurement make of that is all theirs: no
 * network, and no other process, is between. Once the window is over it writes down how many it has discarded.
 */
export function discardingServer(files = { window: windowFile, discarded: discardedFile }): DiscardingServer {
  let window: { fromMs: KernelMs; toMs: KernelMs } | null = null;
  let discarded = 0;
  const look = () => {
    const found = readWindow(files.window);
    if (found?.fromMs === window?.fromMs) return;
    window = found;
    discarded = 0;
    rmSync(files.discarded, { force: true });
  };
  look();
  const timer = setInterval(() => {
    if (window !== null && monotonicMs() >= window.toMs)
      writeFileSync(files.discarded, `${window.fromMs} ${discarded}\n`);
    look();
  }, lookEveryMs);
  return {
    ask({ vip, port, source, dueMs, deadline, onDone }) {
      const sentMs = monotonicMs();
      const about = { service: `${vip}:${port}`, source, lateMs: toMicrosecond(sentMs - dueMs) };
      const latency = () => toMicrosecond(monotonicMs() - dueMs);
      if (window === null || sentMs < window.fromMs || sentMs >= window.toMs) {
        onDone({ outcome: 'ok', ...about, latencyMs: latency(), realServer: inProcessServer });
        return;
      }
      discarded += 1;
      deadline(() => onDone({ outcome: 'response-timeout', ...about, latencyMs: latency(), realServer: null }));
    },
    end: () => clearInterval(timer),
  };
}

function readWindow(file: string): { fromMs: KernelMs; toMs: KernelMs } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const [fromMs = Number.NaN, toMs = Number.NaN] = text.trim().split(' ').map(Number);
  return Number.isFinite(fromMs) && Number.isFinite(toMs) ? { fromMs, toMs } : null;
}
