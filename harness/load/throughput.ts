import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import type { Throughput } from '../model.ts';
import { agentArgv } from './agent-argv.ts';
import { readAgentLine } from './agent-lines.ts';

/** Connections of the closed loop: enough to keep the director busy, few enough for one client. */
const connections = 10;

/** Runs autocannon in the first client against the first virtual service and returns what it measured. */
export async function measureThroughput(cluster: Cluster, durationMs: number): Promise<Throughput> {
  const { node, service } = firstClient(cluster);
  const url = `http://${service.vip}:${service.port}/`;
  const lines: string[] = [];
  // The agent ends with its standard input, so it has to stay open while autocannon runs.
  const running = await node.stream(agentArgv('load', { url, connections, durationMs }), (line) => lines.push(line));
  const { exitCode, stderr } = await running.ended;
  for (const line of lines) {
    const message = readAgentLine(line, node.name);
    if (message.kind === 'throughput') return message.throughput;
  }
  throw new DrillError(
    `Autocannon in ${node.name} ended with exit code ${exitCode ?? 'none'}, without a result. ${stderr}`.trim(),
  );
}
