import type { Cluster } from '../cluster/interface.ts';
import { DrillError } from '../errors.ts';
import { firstClient } from '../first-client.ts';
import type { LoadTarget } from '../load/agent/protocol.ts';
import type { LoadDriver } from '../load/load-driver.ts';
import { kernelNow } from '../run/steady.ts';

/** Requests under way at a time: enough to keep the lab's only processor busy. */
export const connections = 10;
/** From the order until counting begins, ms: connections are made, and code is warm. */
const settlingMs = 500;

/** Where a load can go in a cluster: through the director, or to one real server itself. */
export function loadTargets(cluster: Cluster): { director: LoadTarget; realServer: LoadTarget } {
  const { service } = firstClient(cluster);
  const [first] = cluster.realServers();
  if (first === undefined) throw new DrillError(`Topology ${cluster.topology.name} has no real server.`);
  return {
    director: { address: service.vip, port: service.port },
    realServer: { address: first.realServer.address, port: service.port },
  };
}

/** Answers per second of a closed loop on kept connections (autocannon). Throws a `DrillError` when requests failed. */
export async function answersPerSecond(
  cluster: Cluster,
  driver: LoadDriver,
  target: LoadTarget,
  windowMs: number,
): Promise<number> {
  const countFromMs = (await kernelNow(cluster)) + settlingMs;
  const { throughput, failures } = await driver.drive({
    targets: [target],
    path: '/',
    connectionUse: 'kept',
    connections,
    countFromMs,
    countUntilMs: countFromMs + windowMs,
  });
  if (throughput.errors > 0) throw new DrillError(`Requests failed under load: ${JSON.stringify(failures)}.`);
  return throughput.requestsPerSecond;
}
