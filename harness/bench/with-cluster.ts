import { topology } from '../../topologies/dr-pair.ts';
import type { RunningCluster } from '../cluster/assemble.ts';
import { waitReady } from '../cluster/readiness.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { newRunId } from '../run/new-run.ts';
import type { BenchContext } from './benchmark.ts';

/** Brings up the director pair, hands it over once it serves, and takes it down again whatever comes of it. */
export async function withCluster<T>(context: BenchContext, use: (cluster: RunningCluster) => Promise<T>): Promise<T> {
  const { engine, images } = await context.engine();
  context.log('starting a cluster');
  await using cluster = await startCluster(engine.docker, images, topology, { runId: newRunId() });
  await waitReady(cluster, { signal: context.signal });
  return await use(cluster);
}
