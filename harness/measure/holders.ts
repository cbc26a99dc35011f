import type { KernelMs, Recording } from '../model.ts';
import { type Interval, overlapMs } from '../stats/intervals.ts';
import { once } from '../stats/once.ts';

/** A time during which a director held a VIP; `toMs` is Infinity when the recording does not show its end. */
export interface Holding extends Interval {
  director: string;
  address: string;
}

/**
 * Who held which VIP when: what the watchers in the directors saw, together with what the harness knows of their lives.
 * A dead director holds nothing; a frozen one goes on holding, because its kernel goes on answering.
 */
export const holdings = once((recording: Recording): readonly Holding[] => {
  const events = [
    ...recording.series('vip-holder').map(({ at, node, value }) => ({ at, node, ...value })),
    ...recording
      .series('node-state')
      .filter(({ value }) => value.state === 'dead')
      .map(({ at, node }) => ({ at, node, address: null, held: false })),
  ].sort((a, b) => a.at - b.at);
  const made: Holding[] = [];
  const open = new Map<string, Holding>();
  for (const { at, node, address, held } of events) {
    for (const [key, holding] of open) {
      if (held || holding.director !== node || (address !== null && holding.address !== address)) continue;
      holding.toMs = at;
      open.delete(key);
    }
    const key = `${node} ${address}`;
    if (!held || address === null || open.has(key)) continue;
    const holding = { director: node, address, fromMs: at, toMs: Number.POSITIVE_INFINITY };
    open.set(key, holding);
    made.push(holding);
  }
  return made;
});

/** Names of the directors that held a VIP at that instant, sorted; null when the recording says nothing of any. */
export function holdersAt(recording: Recording, atMs: KernelMs): string[] | null {
  if (!recording.series('vip-holder').some((one) => one.at <= atMs)) return null;
  const holding = holdings(recording).filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return [...new Set(holding.map((one) => one.director))].sort();
}

/** Time inside the window with more than one holder of the same VIP, ms; with several VIPs that of the worst. */
export function dualHolderMs(recording: Recording, window: Interval): number {
  const all = holdings(recording);
  const vips = [...new Set(all.map((holding) => holding.address))];
  return Math.max(
    0,
    ...vips.map((vip) =>
      overlapMs(
        all.filter((one) => one.address === vip),
        window,
      ),
    ),
  );
}
