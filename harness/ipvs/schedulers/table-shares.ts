import { DrillError } from '../../errors.ts';
import type { ListedServer } from '../../model.ts';
import { tableOf } from './choosers.ts';
import type { Past, ScheduledService } from './service.ts';

/** What part of a hash scheduler's table each real server has, 0..1: the share of its clients when there are many. */
export interface TableShares {
  shares: { [realServer: string]: number };
  /** Of real servers with weight 0: clients whose slot is there are refused, or go elsewhere by a fallback. */
  unavailable: number;
}

/**
 * The shares that `sh`, `dh` or `mh` really gives, which need not be the weights': sh hands out its 256 slots by weights
 * that it does not reduce, so that large ones leave the last of the list less than their part, or nothing. Throws a
 * `DrillError` for a scheduler that has no table.
 */
export function tableShares(service: ScheduledService, list: readonly ListedServer[], past: Past = {}): TableShares {
  const servers = list.map(({ realServer, weight }) => ({ name: realServer, weight, active: 0, inactive: 0 }));
  const table = tableOf(service, servers, past);
  if (table === null) throw new DrillError(`The scheduler ${service.scheduler} has no table.`);
  const part = (count: number): number => (table.length === 0 ? 0 : count / table.length);
  return {
    shares: Object.fromEntries(
      servers.map((server) => [server.name, part(table.filter((one) => one === server).length)]),
    ),
    unavailable: part(table.filter((one) => one !== null && one.weight === 0).length),
  };
}
