import type { KernelMs } from '../model.ts';
import type { Injection } from './fault.ts';
import { rootHandle } from './link-repair.ts';
import { actOnLinks, type Target } from './sight.ts';

/** Handle of the netem that some of a node's packets go through, as tc prints it. */
export const netemHandle = '113:';

/**
 * Sends those of the target's packets that match (tc-flower(8)), and nothing else, through netem (tc-netem(8)) on each of
 * its links: all others take another band of the same `prio`. What netem does is in its own words, such as `delay 250ms`. `repairLink` takes it
 * away. With `lengthMs` all packets pass it by again after so long; those that are in it then still leave it as netem has it.
 */
export function queuePackets(
  target: Target,
  match: string,
  netem: string,
  atMs: KernelMs,
  lengthMs?: number,
): Promise<Injection> {
  const priomap = Array(16).fill('1').join(' ');
  const prepare = [
    `qdisc replace dev @LINK@ root handle ${rootHandle} prio`,
    'qdisc del dev @LINK@ root',
    `qdisc add dev @LINK@ root handle ${rootHandle} prio bands 3 priomap ${priomap}`,
    `qdisc add dev @LINK@ parent ${rootHandle}3 handle ${netemHandle} netem ${netem}`,
  ];
  const strike = [
    `filter add dev @LINK@ parent ${rootHandle} pref 112 handle 1 protocol ip flower ${match} classid ${rootHandle}3`,
  ];
  const lines = [`filter del dev @LINK@ parent ${rootHandle} pref 112`];
  const undo = lengthMs === undefined ? {} : { undo: { afterMs: lengthMs, lines } };
  return actOnLinks(target, (address) => ({ do: 'network', address, tool: 'tc', prepare, strike, ...undo }), atMs);
}
