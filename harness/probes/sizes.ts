import type { Cluster, Node } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import { sourcesOf } from '../inside.ts';
import type { SizesOrder } from '../load/agent/protocol.ts';
import type { SizeSweep, TrialRecord, TrialStage } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import { type RunningAgent, startAgentProbe } from './agent-probe.ts';
import type { TrialCompanion } from './companion.ts';
import type { Probe } from './probe.ts';

/** Of requests that are all given up the agent has eight under way at a time (harness/load/agent/sizes.ts). */
const atATime = 8;
/** For the order to get there, and the word that it is done to come back, ms. */
const messagesMs = 10_000;

/**
 * Requests and answers of given sizes, before every fault, under it and after healing, to the first service: series
 * `sized-request`. The client's kernel forgets beforehand what it has learned of paths, which it would know for ten
 * minutes (net.ipv4.route.mtu_expires): each sweep begins as a client does that comes for the first time. A sweep's call
 * resolves when all its outcomes are recorded; it throws a `DrillError` when they do not come.
 */
export function sizes(sweep: SizeSweep): Probe & Required<Pick<TrialCompanion, 'before' | 'under' | 'after'>> {
  const done = new Set<number>();
  let running: { agent: RunningAgent; cluster: Cluster; node: Node; address: string } | undefined;
  let orders = 0;

  const perform = async (stage: TrialStage, trial: TrialRecord, signal: AbortSignal): Promise<void> => {
    if (running === undefined) throw new DrillError('The client that sweeps the sizes was never started.');
    const { agent, cluster, node, address } = running;
    await forgetPaths(cluster, node, address);
    orders += 1;
    const { requestBytes, responseBytes, deadlineMs } = sweep;
    const order: SizesOrder = { order: orders, trial: trial.index, stage, requestBytes, responseBytes };
    agent.tell(order);
    await waitUntil(
      'requests of all sizes have been answered or given up',
      async () => {
        signal.throwIfAborted();
        return done.has(order.order) || !agent.alive();
      },
      Math.ceil((requestBytes.length + responseBytes.length) / atATime) * deadlineMs + messagesMs,
      20,
    );
    if (!done.has(order.order)) throw new DrillError('The client that sweeps the sizes ended.');
  };

  return {
    name: 'sizes',
    async start({ cluster, record }) {
      const { client, node, service } = firstClient(cluster);
      const { vip, port } = service;
      const { deadlineMs } = sweep;
      const options = { vip, port, sources: sourcesOf(cluster.topology, client, service), deadlineMs };
      const agent = await startAgentProbe(node, 'sizes', options, record, { done: (line) => void done.add(line.done) });
      running = { agent, cluster, node, address: client.address };
      return agent;
    },
    before: (trial, signal) => perform('before', trial, signal),
    under: (trial, signal) => perform('under', trial, signal),
    after: (trial, signal) => perform('after', trial, signal),
  };
}

async function forgetPaths(cluster: Cluster, node: Node, address: string): Promise<void> {
  const initPid = await node.initPid();
  if (initPid === null) throw new DrillError(`${node.name} is dead: nobody can send requests of given sizes.`);
  const strike = ['route flush cache'];
  const act = { do: 'network' as const, initPid, address, tool: 'ip' as const, prepare: [], strike };
  const { effective, evidence } = await cluster.hand.act(act, 0);
  if (!effective) throw new DrillError(`The kernel of ${node.name} did not forget its paths: ${evidence}`);
}
