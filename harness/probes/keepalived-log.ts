import type { FollowedLog, Node } from '../cluster/interface.ts';
import { DrillError, messageOf } from '../errors.ts';
import type { KernelMs } from '../model.ts';
import type { Probe } from './probe.ts';

/**
 * keepalived's own words on each director: series `keepalived-log`, from the start of the container, with the time at
 * which the engine read them (a few ms late). After a death it goes on with what the director says next.
 */
export function keepalivedLog(toKernelMs: (realtimeMs: number) => KernelMs): Probe {
  return {
    name: 'keepalived-log',
    async start({ cluster, record }) {
      const followed = new Map<string, FollowedLog>();
      const newestMs = new Map<string, number>();
      const troubles = new Set<string>();
      let stopped = false;
      const directors = cluster.directors().map(({ node }) => node);
      const follow = async (node: Node): Promise<void> => {
        if (stopped || !directors.some((director) => director.name === node.name)) return;
        followed.get(node.name)?.stop();
        const sinceMs = newestMs.get(node.name) ?? 0;
        const log = await node.followLog(sinceMs, ({ realtimeMs, line }) => {
          try {
            if (realtimeMs <= sinceMs) return;
            newestMs.set(node.name, realtimeMs);
            record({ series: 'keepalived-log', at: toKernelMs(realtimeMs), node: node.name, value: { line } });
          } catch (error) {
            troubles.add(messageOf(error));
          }
        });
        followed.set(node.name, log);
      };
      await Promise.all(directors.map(follow));
      cluster.onNodeStarted(follow);
      return {
        async stop() {
          stopped = true;
          for (const log of followed.values()) log.stop();
          await Promise.all([...followed.values()].map((log) => log.ended));
          if (troubles.size > 0) throw new DrillError(`keepalived's log is not complete: ${[...troubles].join('; ')}`);
        },
      };
    },
  };
}
