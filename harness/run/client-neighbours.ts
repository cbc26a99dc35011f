import type { Cluster } from '../cluster/interface.ts';
import { actOnTarget, addressOf, inspectTarget } from '../faults/sight.ts';
import { vipsOf } from '../keepalived/vips.ts';

/**
 * Makes the clients ask again who has a VIP where they send to a node that has not. A split brain may leave them with the
 * loser for good: whatever answers keeps their entry alive. The next trial must not begin so. Returns what they forgot.
 */
export async function forgetWrongNeighbours(cluster: Cluster): Promise<string[]> {
  const [holder, ...others] = await cluster.vipHolders();
  if (holder === undefined || others.length > 0) return [];
  const links = await inspectTarget<{ address?: string }>({ cluster, target: holder }, 'ip', [
    '-j',
    'link',
    'show',
    'dev',
    '@LINK@',
  ]);
  const mac = links[0]?.address;
  if (mac === undefined) return [];
  const vips = vipsOf(cluster.topology);
  const forgotten = await Promise.all(
    cluster.clients().map(async ({ node }) => {
      const target = { cluster, target: node.name };
      const table = await inspectTarget<{ dst: string; lladdr?: string }>(target, 'ip', ['-j', 'neigh', 'show']);
      const wrong = table
        .filter(({ dst, lladdr }) => vips.includes(dst) && lladdr !== undefined && lladdr !== mac)
        .map(({ dst }) => dst);
      if (wrong.length === 0) return [];
      const strike = wrong.map((vip) => `neigh del ${vip} dev @LINK@`);
      await actOnTarget(target, { do: 'network', address: addressOf(target), tool: 'ip', prepare: [], strike }, 0);
      return wrong;
    }),
  );
  return forgotten.flat();
}
