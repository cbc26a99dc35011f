import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import type { Throughput } from '../model.ts';
import { agentArgv } from './agent-argv.ts';
import { readAgentLine } from './agent-lines.ts';

/** Connections of the closed loop: enough to keep the director busy, few enough for one client. */
const connections = 10;

/** Runs autocannon in the first client against the first virtual service and returns what it measured. */
export async function measureThroughput(cluster: Cluster, durationMs: number): Promise<Throughput> {
  const [client] = cluster.clients();
  const [service] = cluster.topology.virtualServices;
  if (client === undefined || service === undefined) throw new DrillError('The topology has no client or no service.');
  const url = `http://${service.vip}:${service.port}/`;
  const { stdout } = await client.node.exec(agentArgv('load', { url, connections, durationMs }), {
    timeoutMs: durationMs + 30_000,
  });
  for (const line of stdout.split('\n').filter((text) => text.trim() !== '')) {
    const message = readAgentLine(line, client.node.name);
    if (message.kind === 'throughput') return message.throughput;
  }
  throw new DrillError(`autocannon in ${client.node.name} ended without a result: ${stdout.slice(0, 500)}`);
}
