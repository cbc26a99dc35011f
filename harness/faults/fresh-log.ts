import type { Cluster } from '../cluster/interface.ts';

/** A log without the lines that were there when it was opened. */
export interface FreshLog {
  lines(): readonly string[];
  stop(): Promise<void>;
}

/** Follows the logs of some nodes from now on, or none of them: throws what the first of them that cannot be followed says. */
export async function followFreshLogs(cluster: Cluster, names: readonly string[]): Promise<FreshLog[]> {
  const opened = await Promise.allSettled(names.map((name) => followFreshLog(cluster, name)));
  const logs = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return logs;
  await Promise.all(logs.map((log) => log.stop()));
  throw failed.reason;
}

/** Follows a node's log from now on. */
export async function followFreshLog(cluster: Cluster, name: string): Promise<FreshLog> {
  const lines: string[] = [];
  const followed = await cluster.node(name).followLog('now', ({ line }) => lines.push(line));
  return {
    lines: () => lines,
    async stop() {
      followed.stop();
      await followed.ended;
    },
  };
}
