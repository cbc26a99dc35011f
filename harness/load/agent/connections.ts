import type { ConnectionValue } from '../../model.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { defineCommand, stopped } from './command.ts';
import { connectionPorts, localPorts } from './local-ports.ts';
import { openLongLived } from './long-lived-connection.ts';
import { address, addresses, integer, number } from './options.ts';
import type { ConnectionsOptions } from './protocol.ts';

/** The start moves by a port in this time, ms: a lost connection of a source is replaced no sooner. */
const portStepMs = 200;

/** Pause before a lost connection is replaced, ms: short enough to see the recovery, long enough to bound the events. */
const replaceAfterMs = 200;

/**
 * Long-lived connections: do established ones survive? Each event is printed when it is seen. A connection that failed
 * is replaced by one with a new number. Numbers start at 1.
 *
 * A connection that the real server announces to close is `lost` (`closed`). After the very first answer that is trouble as
 * well: then the real server keeps no connection open, and there is nothing to measure.
 */
export const connections = defineCommand<ConnectionsOptions>({
  batchMs: 20,
  fields: {
    vip: address,
    port: integer(1, 65535),
    sources: addresses,
    count: integer(1, 1000),
    requestIntervalMs: number(10, 60_000),
    silenceMs: number(10, 600_000),
  },
  async run({ vip, port, sources, count, requestIntervalMs, silenceMs }, io) {
    let lastNumber = 0;
    // As the prober: the clock moves the start, for those who come after another on the same addresses.
    const nextPort = localPorts(connectionPorts, monotonicMs() / portStepMs);
    const closers = new Map<number, () => void>();

    const open = (source: string) => {
      if (io.stop.aborted) return;
      lastNumber += 1;
      const connection = lastNumber;
      let wasOpen = false;
      const print = (value: Omit<ConnectionValue, 'connection' | 'source'>) =>
        io.print({ series: 'connection', at: toMicrosecond(monotonicMs()), value: { connection, source, ...value } });
      const close = openLongLived({
        vip,
        port,
        source,
        localPort: nextPort(source),
        requestIntervalMs,
        silenceMs,
        onOpen(realServer) {
          wasOpen = true;
          print({ event: 'open', realServer });
        },
        onEnd(cause, realServer, detail) {
          closers.delete(connection);
          const event = wasOpen ? 'lost' : 'open-failed';
          if (cause === 'local') io.trouble(`a connection from ${source} failed on this machine: ${detail}`);
          else print({ event, realServer, cause: cause === 'announced' ? 'closed' : cause });
          if (cause === 'announced') io.trouble(detail);
          setTimeout(open, replaceAfterMs, source);
        },
      });
      closers.set(connection, close);
    };

    for (let index = 0; index < count; index++) {
      setTimeout(open, (index * requestIntervalMs) / count, sources[index % sources.length] as string);
    }
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    for (const close of closers.values()) close();
    return 0;
  },
});
