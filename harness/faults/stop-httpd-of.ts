import type { Cluster } from '../cluster/interface.ts';
import type { KernelMs } from '../model.ts';
import { waitUntil } from '../wait-until.ts';
import type { Injection } from './fault.ts';
import { httpdComm } from './httpd.ts';
import { actOnAll, countOf, initPidOf } from './sight.ts';

/** httpd that has been told to stop gives its children some seconds before it kills them (`ap_reclaim_child_processes`), ms. */
const endsWithinMs = 10_000;

/** Tells httpd of real servers to stop. Took effect between the signal and the end of the last of its processes. */
export async function stopHttpd(cluster: Cluster, targets: readonly string[], atMs: KernelMs): Promise<Injection> {
  // Asked beforehand: the engine's own work must not come into the fault's window.
  const pids = await Promise.all(targets.map((target) => initPidOf({ cluster, target })));
  const { earliestMs, latestMs, evidence } = await actOnAll(
    cluster,
    targets,
    () => ({ do: 'signal', comm: httpdComm, signal: 'SIGTERM', which: 'parent' }),
    atMs,
  );
  let endedMs = latestMs;
  await waitUntil(
    `httpd has ended on ${targets.join(', ')}`,
    async () => {
      const sights = await Promise.all(pids.map((pid) => cluster.hand.look(pid)));
      endedMs = Math.max(latestMs, ...sights.map((sight) => sight.atMs));
      const running = sights.reduce((sum, sight) => sum + countOf(httpdComm, sight), 0);
      return { holds: running === 0, saw: `${running} processes of httpd` };
    },
    endsWithinMs,
    50,
  );
  return { earliestMs, latestMs: endedMs, evidence };
}
