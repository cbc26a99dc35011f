import { expect, test } from 'vitest';
import { suite } from '../../suites/schedulers.ts';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import { topology as hashSchedulers } from '../../topologies/hash-schedulers.ts';
import { topology as schedulers } from '../../topologies/schedulers.ts';
import { fault as drain } from '../faults/drain-real-server.ts';
import { fault as remove } from '../faults/remove-real-server.ts';
import { untouchedServices } from '../ipvs/services.ts';
import { serviceKey } from '../measure/destinations.ts';
import { makePlan, type PlanOptions, type RunPlan, replanned } from './plan.ts';

const known = {
  topologies: new Map([schedulers, hashSchedulers, drPair].map((one) => [one.name, one])),
  faults: new Map([drain, remove].map((one) => [one.facts.name, one])),
};
const planned = (options: PlanOptions) => makePlan(suite, known, options).runs[0] as RunPlan;
const services = untouchedServices(schedulers).map(serviceKey);

test('every untouched service gets its traffic once, in an order that the seed gives', () => {
  const plan = planned({ scenarios: ['held'] });
  expect(plan.balanceTrials.map(({ index }) => index)).toEqual(services.map((_, place) => place + 1));
  expect(plan.balanceTrials.map(({ service }) => service).sort()).toEqual(services.toSorted());
  expect(planned({ scenarios: ['held'] }).balanceTrials).toEqual(plan.balanceTrials);
  expect(planned({ scenarios: ['held'], seed: 2 }).balanceTrials).not.toEqual(plan.balanceTrials);
  expect(plan.trials).toEqual([]);
  expect(plan.faults).toEqual([]);
});

test('where chance decides short connections are more, so that it evens out', () => {
  const connectionsOf = (scenario: string) => {
    const { balanceTrials } = planned({ scenarios: [scenario] });
    const of = (chance: boolean) =>
      schedulers.virtualServices
        .filter(({ untouched, scheduler }) => untouched === true && (scheduler === 'twos') === chance)
        .map((service) => balanceTrials.find((one) => one.service === serviceKey(service))?.balance.connections);
    return { others: [...new Set(of(false))], twos: [...new Set(of(true))] };
  };
  expect(connectionsOf('sequential')).toEqual({ others: [256], twos: [10_000] });
  expect(connectionsOf('slow-server')).toEqual({ others: [256], twos: [10_000] });
  expect(connectionsOf('held')).toEqual({ others: [256], twos: [256] });
  expect(connectionsOf('keep-alive')).toEqual({ others: [8], twos: [8] });
});

test('a scenario with faults has no traffic of its own', () => {
  const plan = planned({ scenarios: ['disruption'] });
  expect(plan.balanceTrials).toEqual([]);
  expect(plan.trials.map(({ fault }) => fault).sort()).toEqual(['drain-real-server', 'remove-real-server']);
});

test('what the cluster has not is left out, and the rest numbered anew', () => {
  const plan = planned({ scenarios: ['held'] });
  const virtualServices = schedulers.virtualServices.filter(({ scheduler }) => scheduler !== 'twos');
  const { balanceTrials, topology } = replanned(plan, { ...schedulers, virtualServices });
  expect(topology.virtualServices).toHaveLength(virtualServices.length);
  expect(balanceTrials.map(({ index }) => index)).toEqual(balanceTrials.map((_, place) => place + 1));
  expect(balanceTrials).toHaveLength(services.length - 5);
});

test.each<[string, PlanOptions, string]>([
  ['a fault', { faults: ['drain-real-server'] }, 'Scenario sequential has no faults, so --fault says nothing.'],
  ['trials', { trials: 3 }, 'Scenario sequential sends its traffic once: --trials must be 1.'],
  ['a prober', { probeIntervalMs: 5 }, 'Scenario sequential has no prober'],
  ['a topology without untouched services', { topology: 'dr-pair' }, "topology 'dr-pair' has none"],
])('%s is refused, not ignored', (_, options, why) => {
  expect(() => planned({ scenarios: ['sequential'], ...options })).toThrow(why);
});

test('the scenario with faults takes them, and more trials', () => {
  const plan = planned({ scenarios: ['disruption'], faults: ['drain-real-server'], trials: 3, probeIntervalMs: 5 });
  expect(plan.trials.map(({ fault }) => fault)).toEqual(Array(3).fill('drain-real-server'));
  expect(() => planned({ scenarios: ['disruption'], topology: 'dr-pair' })).toThrow("topology 'dr-pair' has none");
  expect(planned({ scenarios: ['sequential'], trials: 1 }).balanceTrials).toHaveLength(services.length);
});
