import { untouchedServices } from '../ipvs/services.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { Scenario, Topology } from '../model.ts';
import { seededRandom, shuffled } from '../stats/seeded-random.ts';

/** Traffic to come, for one virtual service. */
export interface PlannedBalanceTrial {
  /** From 1, in the order they run. */
  index: number;
  /** `vip:port` */
  service: string;
}

/** Every untouched service once, in an order drawn by the seed, so that no scheduler always comes last. */
export function orderBalanceTrials({ balance }: Scenario, topology: Topology, seed: number): PlannedBalanceTrial[] {
  if (balance === undefined) return [];
  return shuffled(untouchedServices(topology), seededRandom(seed)).map((service, place) => ({
    index: place + 1,
    service: serviceKey(service),
  }));
}

/** What keeps a scenario from sending its traffic as it is told to, in words; empty when nothing does. */
export function balanceMistakes({ name, balance, mapping }: Scenario, topology: Topology): string[] {
  if ((balance === undefined && mapping === undefined) || untouchedServices(topology).length > 0) return [];
  return [
    `Scenario ${name} is about untouched virtual services, and topology '${topology.name}' has none: leave --topology out.`,
  ];
}
