import type { Cluster } from '../cluster/interface.ts';
import { healRealServers } from '../faults/heal-real-server.ts';
import { slowDown, speedUp } from '../faults/slow-answers.ts';

/** The one real server that answers late, while the traffic of a scenario wants one. */
export interface SlowServer {
  /** From now on it is this one, and no other; null: none is. */
  be(realServer: string | null, byMs: number): Promise<void>;
  /** None is any more, and all of them are well, whatever went wrong before; does nothing where none ever was. */
  end(): Promise<void>;
}

/** No real server is slow until one is made so. */
export function slowServer(cluster: Cluster): SlowServer {
  const touched = new Set<string>();
  let slow: { realServer: string; byMs: number } | null = null;
  return {
    async be(realServer, byMs) {
      if (slow?.realServer === realServer && slow.byMs === byMs) return;
      if (slow !== null) await speedUp({ cluster, target: slow.realServer });
      slow = null;
      if (realServer === null) return;
      touched.add(realServer);
      await slowDown({ cluster, target: realServer }, byMs);
      slow = { realServer, byMs };
    },
    async end() {
      const servers = [...touched];
      if (servers.length === 0) return;
      await healRealServers({ cluster }, servers);
      touched.clear();
      slow = null;
    },
  };
}
