import { messageOf } from '../../errors.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { type AgentIo, defineCommand, stopped } from './command.ts';
import { localPorts, sizePorts } from './local-ports.ts';
import { address, addresses, type Fields, integer, integers, number, oneOf, readOptions } from './options.ts';
import type { SizesOptions, SizesOrder } from './protocol.ts';
import { sendSized } from './sized-request.ts';

/** The start moves by a port in this time, ms: a sweep of a hundred sizes takes seconds, and six ports of each source. */
const portStepMs = 200;
/** Under way at a time: what stalls holds up the rest of the sweep by an eighth of a deadline. */
const atATime = 8;

const natural = integer(0, Number.MAX_SAFE_INTEGER);
const orderFields: Fields<SizesOrder> = {
  order: natural,
  trial: natural,
  stage: oneOf('before', 'under', 'after'),
  requestBytes: integers(200, 10_000),
  responseBytes: integers(1, 10_240),
};

/**
 * Requests of given sizes, and requests for answers of given sizes, each on a connection of its own: from which size on
 * does nothing get through any more? Each yields one `sized-request` observation; a line with `done` says that a sweep is
 * through. Sweeps that are ordered meanwhile wait.
 */
export const sizes = defineCommand<SizesOptions>({
  batchMs: 50,
  fields: { vip: address, port: integer(1, 65_535), sources: addresses, deadlineMs: number(100, 60_000) },
  async run(options, io) {
    const nextPort = localPorts(sizePorts, monotonicMs() / portStepMs);
    let turn: Promise<void> = Promise.resolve();
    io.onLine((line) => {
      try {
        const order = readOptions<SizesOrder>(line, orderFields);
        turn = turn.then(() => sweep(options, order, nextPort, io));
      } catch (error) {
        io.trouble(`an order could not be understood: ${messageOf(error)}`);
      }
    });
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    return 0;
  },
});

async function sweep(
  { vip, port, sources, deadlineMs }: SizesOptions,
  { order, trial, stage, requestBytes, responseBytes }: SizesOrder,
  nextPort: (source: string) => number,
  io: AgentIo,
): Promise<void> {
  const all = [
    ...requestBytes.map((bytes) => ({ direction: 'request' as const, bytes })),
    ...responseBytes.map((bytes) => ({ direction: 'response' as const, bytes })),
  ];
  let begun = 0;
  const work = async (): Promise<void> => {
    for (let one = all[begun]; one !== undefined && !io.stop.aborted; one = all[begun]) {
      const source = sources[begun % sources.length] as string;
      begun += 1;
      const request = { ...one, vip, port, source, localPort: nextPort(source), deadlineMs };
      const sent = await sendSized(request, io.trouble);
      if (sent === null || io.stop.aborted) continue;
      const about = { trial, stage, service: `${vip}:${port}`, ...one };
      io.print({ series: 'sized-request', at: sent.at, value: { ...about, ...sent.value } });
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  if (!io.stop.aborted) io.print({ done: order, begun, at: toMicrosecond(monotonicMs()) });
}
