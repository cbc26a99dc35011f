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
  const header = Buffer.alloc(headerBytes);
  let headerLength = 0;
  /** Of the frame under way; handed on as it comes, so that a long one is never gathered. */
  let payloadLeft = 0;
  return {
    push(chunk) {
      for (let rest = chunk; rest.length > 0; ) {
        if (payloadLeft > 0) {
          const payload = rest.subarray(0, payloadLeft);
          payloadLeft -= payload.length;
          rest = rest.subarray(payload.length);
          (header[0] === 2 ? stderr : stdout).push(payload);
          continue;
        }
        const taken = rest.copy(header, headerLength);
        headerLength += taken;
        rest = rest.subarray(taken);
        if (headerLength < headerBytes) return;
        headerLength = 0;
        payloadLeft = header.readUInt32BE(4);
      }
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
    rest += text;
    // A line of many pieces is put together once, at its end.
    if (!text.includes('\n')) return;
    const lines = rest.split('\n');
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
    kept += text;
    // Cut only now and then: each time copies what is kept.
    if (kept.length > 2 * maxChars) kept = kept.slice(-maxChars);
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => take(decoder.end()),
    text: () => kept.slice(-maxChars),
  };
}
