import { expect, test } from 'vitest';
import { suite } from '../../suites/failover.ts';
import { topology } from '../../topologies/dr-pair.ts';
import { fault as noop } from '../faults/noop.ts';
import type { Scenario, Suite } from '../model.ts';
import { makePlan, type PlanOptions, type RunPlan } from './plan.ts';

const [scenario] = suite.scenarios as [Scenario];
const names = scenario.faults as string[];
const factsOf = (name: string) => ({ facts: { ...noop.facts, name } });
const known = {
  topologies: new Map([['dr-pair', topology]]),
  faults: new Map([
    ...[...names, 'noop'].map((name) => [name, factsOf(name)] as const),
    ['stall', { facts: { ...noop.facts, name: 'stall', level: { unit: 'ms', default: 3000 } } }] as const,
  ]),
};
const planned = (options: PlanOptions, of: Suite = suite) => makePlan(of, known, options).runs[0] as RunPlan;

test('every fault goes through every phase, and every round holds every fault once', () => {
  const plan = planned({ trials: 6 });
  expect(plan.trials.map((trial) => trial.index)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  for (const fault of names) {
    const phases = plan.trials.filter((trial) => trial.fault === fault).map((trial) => trial.phase);
    expect(phases).toEqual([...scenario.phases, ...scenario.phases]);
  }
  for (let round = 0; round < 6; round += 1) {
    const own = plan.trials.filter((trial) => trial.round === round).map((trial) => trial.fault);
    expect(own.sort()).toEqual([...names].sort());
  }
});

test('the same seed gives the same order, another seed another', () => {
  const order = (seed: number) =>
    planned({ seed })
      .trials.map((trial) => trial.fault)
      .join();
  expect(order(7)).toBe(order(7));
  expect(new Set([1, 2, 3, 4, 5].map(order)).size).toBeGreaterThan(1);
});

test('options replace what the suite and the topology say, and nothing else', () => {
  const plan = planned({ faults: ['noop'], advertIntervalMs: 3000, probeIntervalMs: 5 });
  expect(plan.faults).toEqual(['noop']);
  expect(plan.topology.vrrp).toEqual({ ...topology.vrrp, advertIntervalMs: 3000 });
  expect(plan.probe).toEqual({ ...scenario.probe, intervalMs: 5 });
  expect(topology.vrrp.advertIntervalMs).toBe(1000);
});

const { thresholds: _, ...asked } = scenario;
const several: Suite = {
  name: 'several',
  summary: '',
  scenarios: [
    { ...asked, name: 'first', faults: [{ fault: 'stall', levels: [2000, 4000] }], trialsPerFault: 2 },
    { ...asked, name: 'second', change: { vrrp: { preempt: false } }, faults: ['noop', 'stall'] },
  ],
};

test('a fault with levels has a trial of each in every round, or of its default', () => {
  const [first, second] = makePlan(several, known, {}).runs;
  expect(first?.faults).toEqual(['stall']);
  expect(first?.trials.map(({ level }) => level).sort()).toEqual([2000, 2000, 4000, 4000]);
  expect(second?.trials.filter(({ fault }) => fault === 'stall').map(({ level }) => level)).toContain(3000);
  expect(second?.trials.some(({ fault, level }) => fault === 'noop' && level !== undefined)).toBe(false);
});

test('each scenario changes the topology in its own way', () => {
  const [first, second] = makePlan(several, known, {}).runs;
  expect([first?.topology.vrrp.preempt, second?.topology.vrrp.preempt]).toEqual([true, false]);
});

test('only the named scenarios are planned', () => {
  const plan = makePlan(several, known, { scenarios: ['second'] });
  expect(plan.runs.map((run) => run.scenario.name)).toEqual(['second']);
  expect(() => makePlan(several, known, { scenarios: ['secnd'] })).toThrow("Did you mean 'second'?");
});

test('what the user names twice is planned once', () => {
  const plan = makePlan(several, known, {
    scenarios: ['second', 'first', 'second'],
    faults: ['noop', 'noop'],
    trials: 1,
  });
  expect(plan.runs.map((run) => run.scenario.name)).toEqual(['second', 'first']);
  expect(plan.runs.map((run) => run.trials.length)).toEqual([1, 1]);
});

test('a scenario whose name is no folder’s is refused', () => {
  const odd: Suite = { ...several, scenarios: [{ ...scenario, name: '../up' }] };
  expect(() => makePlan(odd, known, {})).toThrow("Scenario '../up'");
});

test.each([
  [{ trials: 0 }, '--trials is 0'],
  [{ trials: 1e300 }, '--trials is 1e+300'],
  [{ trials: Number.NaN }, '--trials is NaN'],
  [{ seed: -1 }, '--seed is -1'],
  [{ probeIntervalMs: 1 }, '--probe-interval is 1'],
  [{ advertIntervalMs: 500 }, 'whole'],
  [{ faults: ['nop'] }, "There is no fault 'nop'"],
  [{ topology: 'dr-pear' }, "There is no topology 'dr-pear'"],
])('%j is refused', (options, words) => {
  expect(() => planned(options)).toThrow(words);
});

test('a mistake that all scenarios share is said once', () => {
  const message = (() => {
    try {
      makePlan(several, known, { trials: 0 });
      return '';
    } catch (error) {
      return String(error);
    }
  })();
  expect(message.match(/--trials is 0/g)).toHaveLength(1);
});
