import { closeSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import type { KernelMs } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import type { AgentIo } from './command.ts';
import { defineCommand, stopped } from './command.ts';
import { isGone } from './hand/proc.ts';
import { readProcess } from './hand/processes.ts';
import { address, integer, listOfObjects, optional, text } from './options.ts';
import type { DestinationsOptions, DestinationsRequest } from './protocol.ts';
import { type TableReading, type TableWatch, tableWatch } from './table-watch.ts';

/** A process that ends gives up its network a little before it counts as gone, ms. */
const endingMs = 1000;

/** Some 5000 services of three real servers each. */
const longestTableBytes = 2 ** 20;

interface Watched {
  pid: number;
  /** The file that holds its table. */
  path: string;
  table: TableWatch;
  /** When its table was last readable. */
  readableMs: KernelMs;
}

/**
 * Reads the IPVS tables of other containers again and again, from outside: a process of theirs shows their network, also
 * while it is frozen. Prints each destination whose presence or weight changed, with the connections it had then, and
 * everything at the first reading. The file is opened for each reading, because an open one would keep the network of a
 * dead director alive.
 *
 * A table whose process has gone is not an emptied table: nothing is printed, and it is watched no more.
 */
export const destinations = defineCommand<DestinationsOptions>({
  batchMs: 5,
  fields: {
    pollMs: integer(10, 1000),
    expected: optional(listOfObjects({ service: text, realServer: address })),
    procRoot: optional(text),
  },
  async run({ pollMs, expected = [], procRoot = '/proc' }, io) {
    const nodes = new Map<string, Watched>();
    const tables = new Map<string, TableWatch>();
    const memory = Buffer.allocUnsafe(longestTableBytes);
    io.onLine((line) => {
      try {
        const { node, pid } = readRequest(line);
        nodes.delete(node);
        if (pid === null) return;
        const table = tables.get(node) ?? tableWatch(expected);
        table.restart();
        tables.set(node, table);
        nodes.set(node, { pid, path: `${procRoot}/${pid}/net/ip_vs`, table, readableMs: monotonicMs() });
      } catch (error) {
        io.trouble(`a request could not be understood: ${messageOf(error)}`);
      }
    });
    const timer = setInterval(() => {
      for (const [node, watched] of nodes) if (!poll(node, watched, memory, io)) nodes.delete(node);
    }, pollMs);
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    clearInterval(timer);
    return 0;
  },
});

/** Reads one table; false when there is nothing to read any more. */
function poll(node: string, watched: Watched, memory: Buffer, io: AgentIo): boolean {
  let reading: TableReading;
  try {
    reading = readTable(watched.path, memory);
  } catch (error) {
    if (isGone(readProcess(watched.pid))) return false;
    if (monotonicMs() - watched.readableMs > endingMs) io.trouble(`the IPVS table of ${node}: ${messageOf(error)}`);
    return true;
  }
  watched.readableMs = reading.endedMs;
  try {
    for (const observation of watched.table.take(reading)) io.print({ ...observation, node });
  } catch (error) {
    io.trouble(`the IPVS table of ${node}: ${messageOf(error)}`);
  }
  return true;
}

/** Reads into memory that is kept: `readFileSync` takes 64 KiB anew each time, which costs a lab a third more. */
function readTable(path: string, memory: Buffer): TableReading {
  const beganMs = monotonicMs();
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let bytes = -1; bytes !== 0; length += bytes) {
      if (length === memory.length) throw new Error(`it is longer than ${memory.length} bytes`);
      bytes = readSync(file, memory, length, memory.length - length, null);
    }
    return { text: memory.toString('latin1', 0, length), beganMs, endedMs: monotonicMs() };
  } finally {
    closeSync(file);
  }
}

const pidField = integer(1, 2 ** 22);

function readRequest(line: string): DestinationsRequest {
  const { node, pid } = (JSON.parse(line) ?? {}) as Partial<DestinationsRequest>;
  if (!text.accepts(node) || !(pid === null || pidField.accepts(pid))) {
    throw new Error(`expected \`node\` (${text.expected}) and \`pid\` (${pidField.expected}, or null), got ${line}`);
  }
  return { node, pid };
}
