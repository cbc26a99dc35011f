import type { Confirmation, KernelMs } from '../model.ts';
import type { FaultContext, Injection } from './fault.ts';
import { advertMs } from './intervals.ts';
import { rootHandle } from './link-repair.ts';
import { actOnTarget, addressOf, comesTrue, inspectTarget, type Target } from './sight.ts';

const netemHandle = '113:';

/** What netem has done with the adverts that were given to it, as `tc -s qdisc` counts. */
interface NetemCount {
  sent: number;
  lost: number;
  underWay: number;
}

/**
 * Sends the target's own adverts, and nothing else, through netem (tc-netem(8)): all other packets take another band of
 * the same `prio`. What netem does is in its own words, such as `delay 250ms`.
 */
export function queueAdverts(target: Target, netem: string, atMs: KernelMs): Promise<Injection> {
  const priomap = Array(16).fill('1').join(' ');
  const prepare = [
    `qdisc replace dev @LINK@ root handle ${rootHandle} prio`,
    'qdisc del dev @LINK@ root',
    `qdisc add dev @LINK@ root handle ${rootHandle} prio bands 3 priomap ${priomap}`,
    `qdisc add dev @LINK@ parent ${rootHandle}3 handle ${netemHandle} netem ${netem}`,
  ];
  const strike = [
    `filter add dev @LINK@ parent ${rootHandle} pref 112 handle 1 protocol ip flower ip_proto 0x70 classid ${rootHandle}3`,
  ];
  return actOnTarget(target, { do: 'network', address: addressOf(target), tool: 'tc', prepare, strike }, atMs);
}

/** Waits for an advert to have gone into netem, which says so by its counters. */
export async function confirmQueued(context: FaultContext, what: (count: NetemCount) => string): Promise<Confirmation> {
  const look = async () => {
    const count = await readNetem(context);
    return {
      there: count !== null,
      holds: count !== null && count.sent + count.lost + count.underWay > 0,
      saw: count === null ? `the adverts of ${context.target} leave as they always do` : what(count),
    };
  };
  const first = await look();
  if (!first.there || first.holds) return { confirmed: first.holds, evidence: first.saw };
  return comesTrue(look, 2 * advertMs(context));
}

async function readNetem(target: Target): Promise<NetemCount | null> {
  if ((await target.cluster.node(target.target).initPid()) === null) return null;
  const disciplines = await inspectTarget<{
    kind: string;
    handle: string;
    packets?: number;
    drops?: number;
    qlen?: number;
  }>(target, 'tc', ['-s', '-j', 'qdisc', 'show', 'dev', '@LINK@']);
  const netem = disciplines.find(({ kind, handle }) => kind === 'netem' && handle === netemHandle);
  if (netem === undefined) return null;
  return { sent: netem.packets ?? 0, lost: netem.drops ?? 0, underWay: netem.qlen ?? 0 };
}
