import { expect, test } from 'vitest';
import { suite } from '../../suites/failover.ts';
import { topology } from '../../topologies/dr-pair.ts';
import { makePlan } from './plan.ts';

test('every fault goes through every phase, and every round holds every fault once', () => {
  const plan = makePlan(suite, topology, { trials: 6 });
  expect(plan.trials.map((trial) => trial.index)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  for (const fault of suite.faults) {
    const phases = plan.trials.filter((trial) => trial.fault === fault).map((trial) => trial.phase);
    expect(phases).toEqual([...suite.phases, ...suite.phases]);
  }
  for (let round = 0; round < 6; round += 1) {
    expect(
      plan.trials
        .slice(round * 4, round * 4 + 4)
        .map((trial) => trial.fault)
        .sort(),
    ).toEqual([...suite.faults].sort());
  }
});

test('the same seed gives the same order, another seed another', () => {
  const order = (seed: number) =>
    makePlan(suite, topology, { seed })
      .trials.map((trial) => trial.fault)
      .join();
  expect(order(7)).toBe(order(7));
  expect(new Set([1, 2, 3, 4, 5].map(order)).size).toBeGreaterThan(1);
});

test('options replace what the suite and the topology say, and nothing else', () => {
  const plan = makePlan(suite, topology, { faults: ['noop'], advertIntervalMs: 3000, probeIntervalMs: 5 });
  expect(plan.faults).toEqual(['noop']);
  expect(plan.topology.vrrp).toEqual({ ...topology.vrrp, advertIntervalMs: 3000 });
  expect(plan.probe).toEqual({ ...suite.probe, intervalMs: 5 });
  expect(topology.vrrp.advertIntervalMs).toBe(1000);
});

test.each([
  [{ trials: 0 }, '--trials is 0'],
  [{ trials: Number.NaN }, '--trials is NaN'],
  [{ seed: -1 }, '--seed is -1'],
  [{ probeIntervalMs: 1 }, '--probe-interval is 1'],
  [{ advertIntervalMs: 500 }, 'whole'],
])('%j is refused', (options, words) => {
  expect(() => makePlan(suite, topology, options)).toThrow(words);
});
