import { messageOf } from '../../errors.ts';
import { monotonicMs, toMicrosecond } from './clock.ts';
import { type AgentIo, defineCommand, stopped } from './command.ts';
import { localPorts, trafficPorts } from './local-ports.ts';
import type { TrafficOptions, TrafficOrder } from './protocol.ts';
import { openTrafficConnection, type TrafficConnection } from './traffic-connection.ts';
import { readTrafficOrder } from './traffic-order.ts';

/** The start moves by a port in this time, ms: a lab opens 600 connections a second, which 17 sources share. */
const portStepMs = 25;

/**
 * Closed-loop connections whose real server is what matters: each yields one `assignment` observation when it is closed.
 * An order says for which virtual service, and how they are made; orders that come meanwhile wait. A line with `done`
 * says that an order is through, with all its connections closed.
 *
 * A connection that this machine could not make is reported as trouble, and has no observation.
 */
export const traffic = defineCommand<TrafficOptions>({
  batchMs: 100,
  fields: {},
  async run(_options, io) {
    const nextPort = localPorts(trafficPorts, monotonicMs() / portStepMs);
    let turn: Promise<void> = Promise.resolve();
    const obey = async (order: TrafficOrder): Promise<void> => {
      const begun = await serve(order, nextPort, io);
      if (!io.stop.aborted) io.print({ done: order.order, begun, at: toMicrosecond(monotonicMs()) });
    };
    io.onLine((line) => {
      try {
        const order = readTrafficOrder(line);
        turn = turn.then(() => obey(order));
      } catch (error) {
        io.trouble(`an order could not be understood: ${messageOf(error)}`);
      }
    });
    io.print({ ready: true, at: toMicrosecond(monotonicMs()) });
    await stopped(io.stop);
    return 0;
  },
});

/** Makes all connections of an order; resolves to how many were begun, when all are closed. */
async function serve(order: TrafficOrder, nextPort: (source: string) => number, io: AgentIo): Promise<number> {
  const { trial, stage, service, sources, balance, deadlineMs } = order;
  const endMs = monotonicMs() + order.limitMs;
  let begun = 0;
  const begin = (): { connection: TrafficConnection; end(): Promise<void> } => {
    const number = begun;
    begun += 1;
    const source = sources[number % sources.length] as string;
    const localPort = nextPort(source);
    const connection = openTrafficConnection({
      ...service,
      source,
      localPort,
      requests: balance.requestsPerConnection,
      deadlineMs,
      onLocalFault: io.trouble,
    });
    const about = {
      trial,
      ...(stage === undefined ? {} : { stage }),
      service: `${service.vip}:${service.port}`,
      connection: number,
      source,
      sourcePort: localPort,
    };
    const end = async (): Promise<void> => {
      const made = await connection.close();
      if (made !== null) io.print({ series: 'assignment', at: made.at, value: { ...about, ...made.value } });
    };
    return { connection, end };
  };
  const more = () => begun < balance.connections && !io.stop.aborted && monotonicMs() < endMs;

  if (balance.traffic === 'held') {
    const held: (() => Promise<void>)[] = [];
    while (more()) {
      const { connection, end } = begin();
      if (await connection.asked) held.push(end);
      else await end();
    }
    await Promise.all(held.map((end) => end()));
    return begun;
  }
  const work = async (): Promise<void> => {
    while (more()) {
      const { connection, end } = begin();
      await connection.asked;
      await end();
    }
  };
  const workers = balance.traffic === 'sequential' ? 1 : Math.min(balance.concurrency, balance.connections);
  await Promise.all(Array.from({ length: workers }, work));
  return begun;
}
