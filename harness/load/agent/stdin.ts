import type { Readable } from 'node:stream';

/** The agent's standard input: lines, and the sign that the harness is gone. */
export interface Stdin {
  /** Aborted when the input has ended or failed. */
  stop: AbortSignal;
  onLine(listener: (line: string) => void): void;
  /** Treats the input as ended. */
  abort(): void;
}

/**
 * Reads `input` to its end. The harness keeps it open for as long as it wants the agent to live, so its end is the order
 * to stop, which also reaches an agent whose harness was killed. Lines before the first listener are dropped.
 */
export function readStdin(input: Readable): Stdin {
  const controller = new AbortController();
  let listener: ((line: string) => void) | null = null;
  let rest = '';
  const abort = () => controller.abort();
  input.setEncoding('utf8');
  input.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') listener?.(line);
  });
  input.on('end', abort);
  input.on('close', abort);
  input.on('error', abort);
  return {
    stop: controller.signal,
    onLine(next) {
      listener = next;
    },
    abort,
  };
}
