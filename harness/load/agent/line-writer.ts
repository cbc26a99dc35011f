import { write } from 'node:fs';

/** Prints objects as lines of JSON. */
export interface LineWriter {
  print(line: object): void;
  /** Resolves when everything printed so far is written, or cannot be written any more. */
  flush(): Promise<void>;
}

/** More than this unread means that the reader is stuck; about ten minutes of the fastest prober. */
const unreadLimitBytes = 64 * 2 ** 20;

/**
 * Batches lines for `batchMs` and writes them to `fd`. `process.stdout` is not used: on a pipe it blocks the event loop
 * while the reader is slow (Node's manual, "A note on process I/O"), and a prober that waits for its reader is late.
 * `onBroken` is told once when the reader is gone or stuck.
 */
export function createLineWriter(fd: number, batchMs: number, onBroken: (error: Error) => void): LineWriter {
  let pending: string[] = [];
  let pendingBytes = 0;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let broken = false;

  const fail = (error: Error) => {
    if (broken) return;
    broken = true;
    pending = [];
    onBroken(error);
  };

  const drain = async () => {
    while (pending.length > 0 && !broken) {
      const batch = Buffer.from(pending.join(''));
      pending = [];
      pendingBytes = 0;
      try {
        await writeAll(fd, batch);
      } catch (error) {
        fail(error as Error);
      }
    }
  };

  const start = () => {
    timer = null;
    writing ??= drain().finally(() => {
      writing = null;
    });
  };

  return {
    print(line) {
      if (broken) return;
      const text = `${JSON.stringify(line)}\n`;
      pending.push(text);
      pendingBytes += text.length;
      if (pendingBytes > unreadLimitBytes) fail(new Error('the reader of the standard output is stuck'));
      if (writing === null && timer === null) timer = setTimeout(start, batchMs);
    },
    async flush() {
      if (timer !== null) clearTimeout(timer);
      start();
      while (writing !== null) await writing;
    },
  };
}

async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += await new Promise<number>((resolve, reject) => {
      write(fd, bytes, offset, bytes.length - offset, null, (error, written) => {
        if (error === null) resolve(written);
        else if (error.code === 'EAGAIN') setTimeout(resolve, 1, 0);
        else reject(error);
      });
    });
  }
}
