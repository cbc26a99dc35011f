import { monotonicMs, toMicrosecond } from './clock.ts';
import { defineCommand, stopped } from './command.ts';
import { createDeadlines } from './deadlines.ts';
import { discardingServer } from './discarding-server.ts';
import { localPorts, probePorts } from './local-ports.ts';
import { createOpenLoop } from './open-loop.ts';
import { address, addresses, integer, listOfObjects, number, optional, yes } from './options.ts';
import { startPacer } from './pacer.ts';
import type { ProbedService, ProbeOptions } from './protocol.ts';
import { sendProbe } from './send-probe.ts';

/**
 * The start moves by a port in this time, ms: at the fastest rate each of 17 sources needs one every 17 ms on average,
 * however many services there are.
 */
const portStepMs = 10;

/** Time for the pacer's thread to start before the first request is due, ms. */
const leadMs = 200;

/**
 * The open-loop prober: a fresh connection and one GET per interval, whatever became of the earlier ones.
 *
 * Every request that was due yields one `request` observation, in the order in which they end, with two exceptions:
 * requests that this machine could not send are reported as trouble (they are no outage, and they are no proof of the
 * opposite either: a trial with trouble is `unknown`), and requests still open when the agent is told to stop.
 */
export const probe = defineCommand<ProbeOptions>({
  batchMs: 50,
  fields: {
    services: listOfObjects<ProbedService>({ vip: address, port: integer(1, 65535), sources: addresses }),
    intervalMs: number(1, 1000),
    deadlineMs: number(10, 60_000),
    ports: optional(yes),
    inProcess: optional(yes),
  },
  async run({ services, intervalMs, deadlineMs, ports = false, inProcess = false }, io) {
    const startMs = monotonicMs() + leadMs;
    // The clock moves the start further than a prober before this one on the same addresses can have come.
    const nextPort = localPorts(probePorts, startMs / portStepMs);
    const deadlines = createDeadlines(monotonicMs);
    const server = inProcess ? discardingServer() : null;
    const ask = server?.ask ?? sendProbe;
    const loop = createOpenLoop({
      startMs,
      intervalMs,
      now: monotonicMs,
      send(dueMs, index, nowMs) {
        const { vip, port, sources } = services[index % services.length] as ProbedService;
        // The two turn at different speeds, whatever their numbers have in common.
        const source = sources[Math.floor(index / services.length) % sources.length] as string;
        ask({
          vip,
          port,
          source,
          localPort: nextPort(source),
          dueMs,
          nowMs,
          tellPort: ports,
          deadline: (giveUp) => deadlines.add(dueMs + deadlineMs, giveUp),
          onDone: (value) => io.print({ series: 'request', at: toMicrosecond(dueMs), value }),
          onLocalFault: io.trouble,
        });
      },
    });
    let exitCode = 0;
    const broken = new Promise<void>((resolve) => {
      const pacer = startPacer({
        startMs,
        intervalMs,
        onBeat: loop.catchUp,
        onError(error) {
          io.trouble(`the pacer of the prober failed: ${error.message}`);
          exitCode = 1;
          resolve();
        },
      });
      io.stop.addEventListener('abort', () => pacer.stop());
    });
    io.print({ ready: true, at: toMicrosecond(startMs) });
    await Promise.race([stopped(io.stop), broken]);
    server?.end();
    return exitCode;
  },
});
