import { messageOf } from '../../errors.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { defineCommand, stopped } from './command.ts';
import { freshLoad } from './fresh-load.ts';
import { requestId } from './hand/request.ts';
import { keptLoad } from './kept-load.ts';
import { localPorts, probePorts } from './local-ports.ts';
import { address, type Fields, integer, listOfObjects, number, oneOf, readOptions, text } from './options.ts';
import type { LoadOrder, LoadReply, LoadsOptions, LoadTarget } from './protocol.ts';

/** Queues of limited links can be seconds long, and what waits in one is no failure. s */
const timeoutSeconds = 60;

const fields: Fields<LoadOrder> = {
  id: integer(0, Number.MAX_SAFE_INTEGER),
  targets: listOfObjects<LoadTarget>({ address, port: integer(1, 65535) }),
  path: text,
  connectionUse: oneOf('kept', 'fresh'),
  connections: integer(1, 1000),
  countFromMs: number(0, Number.MAX_SAFE_INTEGER),
  countUntilMs: number(0, Number.MAX_SAFE_INTEGER),
};

/** ms */
const longestLoadMs = 600_000;

/**
 * Loads by order, one after the other in one process: it costs a lab half a second to start one, and code that has run
 * before runs faster, which must not be to the disadvantage of whatever comes first.
 */
export const loads = defineCommand<LoadsOptions>({
  batchMs: 0,
  fields: {},
  async run(_, io) {
    // Not where the prober began that found the cluster ready.
    const nextPort = localPorts(probePorts, monotonicMs());
    io.onLine((line) => {
      void answer(line, nextPort, io.stop).then((reply) => reply !== null && io.print(reply));
    });
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    return 0;
  },
});

async function answer(
  line: string,
  nextPort: (target: string) => number,
  stop: AbortSignal,
): Promise<LoadReply | null> {
  const loaded = requestId(line) ?? 0;
  try {
    const { id: _, connectionUse, ...load } = readOptions(line, fields);
    const countedMs = load.countUntilMs - Math.max(load.countFromMs, monotonicMs());
    if (countedMs <= 0 || countedMs > longestLoadMs) throw new Error(`it would be counted for ${countedMs} ms`);
    const outcome =
      connectionUse === 'kept'
        ? await keptLoad({ ...load, timeoutSeconds }, stop)
        : await freshLoad({ ...load, timeoutMs: timeoutSeconds * 1000, nextPort }, stop);
    return outcome === null ? null : { loaded, ...outcome };
  } catch (error) {
    return { loaded, error: messageOf(error) };
  }
}
