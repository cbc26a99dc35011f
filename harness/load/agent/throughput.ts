import { monotonicMs } from './clock.ts';
import { defineCommand } from './command.ts';
import { keptLoad } from './kept-load.ts';
import { httpUrl, integer, number } from './options.ts';
import type { LoadOptions } from './protocol.ts';

/** The least that autocannon takes. */
const timeoutSeconds = 1;

/** Throughput of one address; see `keptLoad`. */
export const throughput = defineCommand<LoadOptions>({
  batchMs: 0,
  fields: { url: httpUrl, connections: integer(1, 1000), durationMs: number(100, 600_000) },
  async run({ url, connections, durationMs }, io) {
    const { hostname, port, pathname } = new URL(url);
    const targets = [{ address: hostname, port: Number(port || 80) }];
    const countFromMs = monotonicMs();
    const span = { countFromMs, countUntilMs: countFromMs + durationMs };
    const outcome = await keptLoad({ ...span, targets, path: pathname, connections, timeoutSeconds }, io.stop);
    if (outcome !== null) io.print({ throughput: outcome.throughput });
    return 0;
  },
});
