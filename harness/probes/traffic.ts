import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import type { DoneLine, TrafficOrder } from '../load/agent/protocol.ts';
import type { Balance, TrialStage, VirtualService } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { type RunningAgent, startAgentProbe } from './agent-probe.ts';
import type { Probe } from './probe.ts';

/** An answer that comes later is none: a thousand times what a lab needs, and longer than a repeated SYN takes, ms. */
const answerMs = 3000;
/** A lab manages 200 at the least, one after the other; with a tenth of that something is wrong. */
const leastRequestsPerSecond = 20;
/** For the order to get there, and the word that it is done to come back, ms. */
const messagesMs = 10_000;
/** What the agent takes (harness/load/agent/traffic-order.ts), ms. */
const [longestDeadlineMs, longestLimitMs] = [60_000, 600_000];

/** Connections to make. */
export interface TrafficRequest {
  trial: number;
  stage?: TrialStage;
  service: VirtualService;
  balance: Balance;
}

/** What makes connections whose real server matters. */
export interface TrafficClient extends Probe {
  /** The addresses that a service is asked from, in turn. */
  sources(service: VirtualService): string[];
  /**
   * Makes the connections. Resolves when all are closed, and recorded. Throws a `DrillError` when they could not all be
   * begun in a time in which any cluster can serve them, and when the agent has ended; or why `signal` was aborted.
   */
  send(request: TrafficRequest, signal: AbortSignal): Promise<void>;
}

/** Connections from all addresses of the first client: series `assignment`. */
export function traffic(): TrafficClient {
  const done = new Map<number, DoneLine>();
  let agent: RunningAgent | undefined;
  let sources: TrafficClient['sources'] = () => [];
  let orders = 0;

  return {
    name: 'traffic',
    sources: (service) => sources(service),
    async start({ cluster, record }) {
      const { client, node } = firstClient(cluster);
      sources = (service) => sourcesOf(cluster.topology, client, service);
      agent = await startAgentProbe(node, 'traffic', {}, record, { done: (line) => void done.set(line.done, line) });
      return agent;
    },
    async send({ trial, stage, service, balance }, signal) {
      const running = agent;
      if (running === undefined) throw new DrillError('The client that makes the connections was never started.');
      const { slowByMs = 0, ...asked } = balance;
      const requests = balance.connections * balance.requestsPerConnection;
      const limitMs = Math.max(answerMs, requests * (1000 / leastRequestsPerSecond + slowByMs));
      orders += 1;
      const order: TrafficOrder = {
        order: orders,
        trial,
        ...(stage === undefined ? {} : { stage }),
        service: { vip: service.vip, port: service.port },
        sources: sources(service),
        balance: asked,
        deadlineMs: Math.min(longestDeadlineMs, answerMs + 2 * slowByMs),
        limitMs: Math.min(longestLimitMs, limitMs),
      };
      running.tell(order);
      await waitUntil(
        'all connections have been made and closed',
        async () => {
          signal.throwIfAborted();
          return done.has(order.order) || !running.alive();
        },
        order.limitMs + (balance.requestsPerConnection + 1) * order.deadlineMs + messagesMs,
        20,
      );
      const end = done.get(order.order);
      if (end === undefined) throw new DrillError('The client that makes the connections ended.');
      if (end.begun < balance.connections) {
        const seconds = Math.round(order.limitMs / 1000);
        throw new DrillError(`Only ${end.begun} of ${balance.connections} connections were begun within ${seconds} s.`);
      }
    },
  };
}
