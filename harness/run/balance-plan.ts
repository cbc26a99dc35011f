import { statementOf } from '../ipvs/schedulers/statement.ts';
import { untouchedServices } from '../ipvs/services.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { Balance, Scenario, Topology, VirtualService } from '../model.ts';
import { seededRandom, shuffled } from '../stats/seeded-random.ts';

/** Traffic to come, for one virtual service. */
export interface PlannedBalanceTrial {
  /** From 1, in the order they run. */
  index: number;
  /** `vip:port` */
  service: string;
  balance: Balance;
}

/**
 * To each service whose scheduler draws lots; the most that the client makes. A share that chance puts more than 5 % off is
 * unknown (harness/checks/balance-share.ts): with 10,000 that was so in 11 of 240 simulated trials of 1:1:1, 60:40, 1:2:3:4
 * and 100:50:25:25, with 4,000 in 53.
 */
const connectionsOfChance = 10_000;

/** Every untouched service once, in an order drawn by the seed, so that no scheduler always comes last. */
export function orderBalanceTrials({ balance }: Scenario, topology: Topology, seed: number): PlannedBalanceTrial[] {
  if (balance === undefined) return [];
  return shuffled(untouchedServices(topology), seededRandom(seed)).map((service, place) => ({
    index: place + 1,
    service: serviceKey(service),
    balance: balanceFor(balance, service),
  }));
}

/** More connections where chance decides, unless they are held: each of those takes a worker of httpd. */
function balanceFor(balance: Balance, { scheduler }: VirtualService): Balance {
  const isShort = balance.traffic !== 'held' && balance.traffic !== 'keep-alive';
  if (!isShort || statementOf(scheduler, balance.traffic) !== 'chance') return balance;
  return { ...balance, connections: Math.max(balance.connections, connectionsOfChance) };
}

/** What keeps a scenario from sending its traffic as it is told to, in words; empty when nothing does. */
export function balanceMistakes({ name, balance, mapping }: Scenario, topology: Topology): string[] {
  if ((balance === undefined && mapping === undefined) || untouchedServices(topology).length > 0) return [];
  return [
    `Scenario ${name} is about untouched virtual services, and topology '${topology.name}' has none: leave --topology out.`,
  ];
}
