import type { KernelMs } from '../model.ts';
import { once } from './once.ts';

/** What has an instant. */
export interface Dated {
  at: KernelMs;
}

const ordered = once((items: readonly Dated[]): readonly Dated[] =>
  items.every((item, index) => index === 0 || (items[index - 1] ?? item).at <= item.at)
    ? items
    : items.toSorted((a, b) => a.at - b.at),
);

/** The items by their instants, those of one instant as they were; looked at once only, and the same list if it was so already. */
export function inOrder<T extends Dated>(items: readonly T[]): readonly T[] {
  return ordered(items) as readonly T[];
}

/** Index of the first item at or after an instant, in a list by instants; its length when there is none. */
export function firstFrom(sorted: readonly Dated[], atMs: KernelMs): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? atMs) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The items of `fromMs <= at <= toMs`, by their instants: without a look at all the others. */
export function between<T extends Dated>(items: readonly T[], fromMs: KernelMs, toMs: KernelMs): T[] {
  const sorted = inOrder(items);
  const from = firstFrom(sorted, fromMs);
  let end = firstFrom(sorted, toMs);
  while (sorted[end]?.at === toMs) end += 1;
  return sorted.slice(from, end);
}
