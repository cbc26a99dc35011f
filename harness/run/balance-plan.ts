import { untouchedServices } from '../ipvs/services.ts';
import { serviceKey } from '../measure/destinations.ts';
import type { Scenario, Topology } from '../model.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import type { PlanOptions } from './plan.ts';

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
  const random = seededRandom(seed);
  return untouchedServices(topology)
    .map((service) => ({ service: serviceKey(service), draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ service }, place) => ({ index: place + 1, service }));
}

/**
 * What keeps a scenario from sending its traffic as it is told to, in words; empty when nothing does. Options that it
 * cannot obey are refused, not ignored.
 */
export function balanceMistakes(
  suite: string,
  { name, balance, mapping }: Scenario,
  topology: Topology,
  { faults, trials, probeIntervalMs }: PlanOptions,
): string[] {
  const mistakes: string[] = [];
  if ((balance !== undefined || mapping !== undefined) && untouchedServices(topology).length === 0) {
    mistakes.push(
      `Scenario ${name} is about untouched virtual services, and topology '${topology.name}' has none: leave --topology out.`,
    );
  }
  if (balance === undefined) return mistakes;
  const choose = `Leave it out, or choose another scenario of ${suite} with --scenario.`;
  if (faults !== undefined) mistakes.push(`Scenario ${name} has no faults, so --fault says nothing. ${choose}`);
  if (trials !== undefined && trials !== 1)
    mistakes.push(`Scenario ${name} sends its traffic once: --trials must be 1. ${choose}`);
  if (probeIntervalMs !== undefined)
    mistakes.push(`Scenario ${name} has no prober, so --probe-interval says nothing. ${choose}`);
  return mistakes;
}
