import { StringDecoder } from 'node:string_decoder';

/** Takes chunks as they come from a stream. */
export interface ChunkSink {
  push(chunk: Buffer): void;
  /** Hands on what is left; call it once the stream has ended. */
  end(): void;
}

const headerBytes = 8;

/**
 * Takes apart the engine's multiplexed stream of standard output and standard error (Docker Engine API, "Attach to a
 * container": one byte of type, three of padding, four of length, payload).
 */
export function demultiplexer(stdout: ChunkSink, stderr: ChunkSink): ChunkSink {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      let offset = 0;
      while (pending.length - offset >= headerBytes) {
        const end = offset + headerBytes + pending.readUInt32BE(offset + 4);
        if (pending.length < end) break;
        const sink = pending[offset] === 2 ? stderr : stdout;
        sink.push(pending.subarray(offset + headerBytes, end));
        offset = end;
      }
      pending = pending.subarray(offset);
    },
    end() {
      stdout.end();
      stderr.end();
    },
  };
}

/** Cuts UTF-8 text into lines without their ends; a last line without an end is handed on as well. */
export function lineSplitter(onLine: (line: string) => void): ChunkSink {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}

/** Keeps UTF-8 text, at most the last `maxChars` of it. */
export function textCollector(maxChars = 10_000_000): ChunkSink & { text(): string } {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  const take = (text: string): void => {
    kept = (kept + text).slice(-maxChars);
  };
  return { push: (chunk) => take(decoder.write(chunk)), end: () => take(decoder.end()), text: () => kept };
}
