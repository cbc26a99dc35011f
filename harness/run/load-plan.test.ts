import { expect, test } from 'vitest';
import { suite as failover } from '../../suites/failover.ts';
import { topology as drPair } from '../../topologies/dr-pair.ts';
import type { Comparison, Scenario, Suite } from '../model.ts';
import { orderLoads, parseLinkRate } from './load-plan.ts';
import { makePlan, type PlanOptions } from './plan.ts';

const comparison: Comparison = {
  paths: ['direct', 'DR'],
  responseBytes: [100, 1024, 10240],
  connectionUses: ['kept', 'fresh'],
  concurrency: 10,
  durationMs: 1000,
  linkBitsPerSecond: 1_000_000,
};

test('every load has one trial in each round, and the paths of one load follow each other', () => {
  const loads = orderLoads(comparison, 4, 1);
  expect(loads.map(({ index }) => index)).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
  for (let round = 0; round < 4; round += 1) {
    const own = loads.filter((load) => load.round === round);
    const names = own.map((load) => `${load.path} ${load.responseBytes} ${load.connectionUse}`);
    expect(new Set(names).size).toBe(12);
    for (let pair = 0; pair < 12; pair += 2) {
      expect([own[pair]?.path, own[pair + 1]?.path].sort()).toEqual(['DR', 'direct']);
      expect(own[pair]?.responseBytes).toBe(own[pair + 1]?.responseBytes);
      expect(own[pair]?.connectionUse).toBe(own[pair + 1]?.connectionUse);
    }
  }
});

test('the seed decides the order', () => {
  const order = (seed: number) => JSON.stringify(orderLoads(comparison, 3, seed));
  expect(order(7)).toBe(order(7));
  expect(new Set([1, 2, 3, 4].map(order)).size).toBe(4);
});

test.each([
  ['1.5mbit', 1_500_000],
  ['800kbit', 800_000],
  ['250000', 250_000],
  ['1Gbit', 1e9],
  ['100bit', 100],
])('%s is %d bits per second', (text, bits) => {
  expect(parseLinkRate(text)).toBe(bits);
});

test.each(['', 'fast', '-1mbit', '1mbyte', '1 mbit', '0x10'])("'%s' is no rate", (text) => {
  expect(parseLinkRate(text)).toBeNaN();
});

const [{ thresholds: _, ...scenario }] = failover.scenarios as [Scenario];
const suite: Suite = {
  name: 'forwarding',
  summary: '',
  scenarios: [{ ...scenario, name: 'compared', faults: [], comparison, trialsPerFault: 2 }, scenario],
};
const known = { topologies: new Map([['dr-pair', drPair]]), faults: new Map() };
const planned = (options: PlanOptions) => makePlan(suite, known, { scenarios: ['compared'], ...options }).runs[0];

test('a scenario that compares has loads instead of trials, with the options applied', () => {
  const plan = planned({ trials: 3, realServers: 5, linkBitsPerSecond: 3_000_000 });
  expect(plan?.loads).toHaveLength(36);
  expect(plan?.trials).toEqual([]);
  expect(plan?.comparison).toEqual({ ...comparison, linkBitsPerSecond: 3_000_000 });
  expect(plan?.topology.realServers).toHaveLength(5);
  expect(planned({})?.comparison).toEqual(comparison);
});

test.each([
  [{ linkBitsPerSecond: Number.NaN }, '--link-rate must be a rate as tc writes it'],
  [{ linkBitsPerSecond: 1000 }, 'from 100kbit to 10gbit'],
  [{ realServers: 0 }, '--real-servers is 0, expected a whole number from 1 to 10'],
  [{ realServers: Number.NaN }, '--real-servers is NaN'],
  [{ faults: ['kill-director'] }, 'Scenario compared has no faults, so --fault says nothing.'],
  [{ probeIntervalMs: 5 }, 'Scenario compared has no prober, so --probe-interval says nothing.'],
])('%j is refused', (options, words) => {
  const facts = { facts: {} as never };
  const withFault = { ...known, faults: new Map([['kill-director', facts]]) };
  expect(() => makePlan(suite, withFault, { scenarios: ['compared'], ...options })).toThrow(words);
});

test('links are limited only where the scenario is about limited links: its checks judge nothing else', () => {
  const { linkBitsPerSecond: __, ...unlimited } = comparison;
  const one = { ...suite, scenarios: [{ ...scenario, name: 'unshaped', faults: [], comparison: unlimited }] };
  expect(() => makePlan(one, known, { linkBitsPerSecond: 1.5e6 })).toThrow(
    'Scenario unshaped compares loads through links that nothing limits, so --link-rate would spoil it. Leave it out',
  );
  expect(makePlan(one, known, {}).runs[0]?.comparison).toEqual(unlimited);
});

test('what needs loads is refused where there are none, and a path needs its service', () => {
  const one = { ...suite, scenarios: [{ ...scenario, faults: [] }] };
  expect(() => makePlan(one, known, { linkBitsPerSecond: 1e6 })).toThrow(
    'Scenario failover compares no loads, so --link-rate says nothing.',
  );
  const nat = {
    ...suite,
    scenarios: [{ ...scenario, faults: [], comparison: { ...comparison, paths: ['NAT' as const] } }],
  };
  expect(() => makePlan(nat, known, {})).toThrow("Topology 'dr-pair' has no virtual service that is forwarded by NAT");
});
