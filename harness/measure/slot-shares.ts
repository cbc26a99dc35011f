import { slots, sourceTable } from '../ipvs/schedulers/hash-table.ts';
import type { ListedServer } from '../model.ts';

/** What part of the table of `sh` each of these real servers has, 0..1, by the kernel's list. */
export function slotShares(list: readonly ListedServer[], names: readonly string[]): number[] {
  const table = sourceTable(
    list.map(({ realServer, weight }) => ({ name: realServer, weight, active: 0, inactive: 0 })),
  );
  return names.map((name) => table.filter((slot) => slot?.name === name).length / slots);
}
