import type { ListedServer } from '../../model.ts';
import { overhead, type Server } from './server.ts';

/** With what probability the next connection gets each real server; the rest, if any, is refused. */
export type Chances = { [realServer: string]: number };

/**
 * `twos`: two picks, each with the chances of `pickChances`, of which the second is taken only if its overhead by weight
 * is smaller (`ip_vs_twos_schedule`).
 */
export function chances(list: readonly ListedServer[]): Chances {
  const picks = pickChances(list);
  const cost = (one: ListedServer): number => overhead(asServer(one)) / one.weight;
  const result: Chances = Object.fromEntries(list.map(({ realServer }) => [realServer, 0]));
  for (const first of list) {
    for (const second of list) {
      const together = (picks[first.realServer] ?? 0) * (picks[second.realServer] ?? 0);
      if (together === 0) continue;
      const taken = cost(second) < cost(first) ? second : first;
      result[taken.realServer] = (result[taken.realServer] ?? 0) + together;
    }
  }
  return result;
}

/**
 * One pick: a whole number of 0 .. W, both included, W being the sum of weights, and whoever in the list brings the sum of
 * weights up to it. So 0 falls to the first of the list: (w + 1) / (W + 1), to all others w / (W + 1).
 */
export function pickChances(list: readonly ListedServer[]): Chances {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  const first = list.find(({ weight }) => weight > 0);
  return Object.fromEntries(
    list.map((one) => [one.realServer, one.weight === 0 ? 0 : (one.weight + (one === first ? 1 : 0)) / (total + 1)]),
  );
}

function asServer({ realServer, weight, activeConnections, inactiveConnections }: ListedServer): Server {
  return { name: realServer, weight, active: activeConnections, inactive: inactiveConnections };
}
