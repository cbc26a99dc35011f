import type Dockerode from 'dockerode';
import { DrillError, messageOf } from '../errors.ts';
import { demultiplexer, lineSplitter } from './frames.ts';
import type { FollowedLog, LogLine } from './interface.ts';

/**
 * Follows what a container's first process (and whoever writes to its output) prints, with the engine's time stamps,
 * from `since` (CLOCK_REALTIME of the engine's kernel; 0: from the start) or from `now` on, with none of the lines that
 * are there already, until the container ends or `stop`.
 */
export async function followContainerLog(
  docker: Dockerode,
  container: { id: string; node: string },
  since: number | 'now',
  onLine: (line: LogLine) => void,
): Promise<FollowedLog> {
  const stream = (await docker
    .getContainer(container.id)
    .logs({
      follow: true,
      stdout: true,
      stderr: true,
      timestamps: true,
      ...(since === 'now' ? { tail: 0 } : { since: since / 1000 }),
    })
    .catch((error: unknown) => {
      throw new DrillError(`${container.node}: cannot follow its log: ${messageOf(error)}`, { cause: error });
    })) as NodeJS.ReadableStream & { destroy(): void };
  const take = (text: string): void => {
    const line = parseLogLine(text);
    if (line !== null) onLine(line);
  };
  const output = demultiplexer(lineSplitter(take), lineSplitter(take));
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => output.push(chunk));
    for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
  });
  return {
    stop: () => stream.destroy(),
    ended: ended.then(() => output.end()),
  };
}

/**
 * A line with the engine's time stamp (RFC 3339 with nanoseconds, UTC) in front; null when it has none. What follows may
 * hold any character but a line feed, also those that a regular expression takes for the end of a line.
 */
export function parseLogLine(text: string): LogLine | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z (.*)$/s.exec(text);
  if (match === null) return null;
  const [, seconds, fraction = '', line = ''] = match;
  const realtimeMs = Date.parse(`${seconds}Z`) + (fraction === '' ? 0 : Number(fraction) * 1000);
  return Number.isFinite(realtimeMs) ? { realtimeMs, line } : null;
}
