import { beforeAll, expect, test } from 'vitest';
import { DrillError } from '../errors.ts';
import type { Fault } from '../faults/fault.ts';
import type { Suite, Topology } from '../model.ts';
import { loadUnits } from '../registry.ts';
import { type KnownUnits, makePlan, type PlanOptions } from './plan.ts';
import { askedOf } from './threshold-plan.ts';

let suites = new Map<string, Suite>();
let known: KnownUnits = { topologies: new Map(), faults: new Map() };
beforeAll(async () => {
  const at = (folder: string) => new URL(`../../${folder}/`, import.meta.url);
  suites = await loadUnits<Suite>(at('suites'), 'suite');
  known = {
    topologies: await loadUnits<Topology>(at('topologies'), 'topology'),
    faults: await loadUnits<Fault>(at('harness/faults'), 'fault'),
  };
});

const noSuite: Suite = { name: 'none', summary: '', scenarios: [] };

function thresholds(name: string, options: PlanOptions = {}): { [scenario: string]: string[] } {
  const suite = suites.get(name);
  if (suite === undefined) throw new Error(`there is no suite ${name}`);
  // Its own are another test's.
  const bare = { ...suite, scenarios: suite.scenarios.map(({ thresholds: _, ...scenario }) => scenario) };
  const { runs } = makePlan(bare, known, options);
  return Object.fromEntries(runs.map((run) => [run.scenario.name, run.thresholds]));
}

function refusal(name: string, ...asked: string[]): string {
  try {
    thresholds(name, { thresholds: asked });
  } catch (error) {
    if (error instanceof DrillError && error.exitCode === 64) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('every suite asks of its scenarios what they can show', () => {
  for (const suite of suites.values()) {
    for (const { scenario, thresholds: asked } of makePlan(suite, known, {}).runs) {
      expect(asked).toEqual(scenario.thresholds ?? []);
    }
  }
});

test('one that names no scenario is asked where it can be answered', () => {
  const asked = ['readyMs.max<60s', 'failoverMs.max<4s', 'requestsPerSecond{DR}.min>1', 'linkGain.min>1'];
  const all = thresholds('forwarding', { thresholds: asked });
  expect(all.unshaped).toEqual(['readyMs.max<60s', 'requestsPerSecond{DR}.min>1']);
  expect(all.shaped).toEqual(['readyMs.max<60s', 'requestsPerSecond{DR}.min>1', 'linkGain.min>1']);
  expect(all['failover-dr']).toEqual(['readyMs.max<60s', 'failoverMs.max<4s']);
});

test('one that names a scenario is asked of that one alone', () => {
  const all = thresholds('forwarding', { thresholds: ['failover-dr/failoverMs.max<4s'] });
  expect(all['failover-dr']).toEqual(['failover-dr/failoverMs.max<4s']);
  expect(all['failover-tun']).toEqual([]);
});

test('each is asked once', () => {
  const all = thresholds('failover', { thresholds: ['lost.max<400', 'lost.max<400'] });
  expect(all.failover).toEqual(['lost.max<400']);
});

test('a level, a service or a load is named as the judgements name it', () => {
  const asked = ['impaired{stall-director 3.050 s}.max<1', 'impaired{stall-director}.max<1'];
  expect(thresholds('starvation', { thresholds: asked, scenarios: ['pauses'] })).toEqual({ pauses: asked });
  const removal = ['removalMs{kill-httpd}.max<20s'];
  expect(thresholds('health', { thresholds: removal })).toEqual({ health: removal });
  const moved = ['collateralPercent{mh 1:1:1:1}.max<5'];
  expect(thresholds('schedulers', { thresholds: moved }).disruption).toEqual(moved);
});

test.each([
  ['failover', 'failovrMs.max<1', "there is no metric 'failovrMs'. Did you mean 'failoverMs'?"],
  [
    'failover',
    'requestsPerSecond.min>1',
    'nothing in failover can show requestsPerSecond. There: readyMs, throughputPerSecond, failoverMs,',
  ],
  ['failover', 'removalMs.max<1', 'nothing in failover can show removalMs.'],
  [
    'failover',
    'failoverMs{kil-director}.max<1',
    "failoverMs has no subject 'kil-director' in failover. Did you mean 'kill-director'? There: kill-director, stop-keepalived,",
  ],
  ['forwarding', 'unshaped/failoverMs.max<1', 'nothing in unshaped can show failoverMs.'],
  ['forwarding', 'nowhere/failoverMs.max<1', 'is for scenario nowhere, which is not to run. To run: unshaped, shaped,'],
  ['health', 'throughputPerSecond.min>1', 'nothing in health can show throughputPerSecond.'],
] as const)('of %s is refused before anything starts: %s', (suite, asked, told) => {
  expect(refusal(suite, asked)).toContain(told);
});

test('all mistakes are told at once', () => {
  const told = refusal('failover', 'failoverMs', 'nonsense.max<1', 'linkGain.min>1').split('\n');
  expect(told).toHaveLength(3);
});

test('a suite’s own hold for the suite as it is, whatever the number of trials', () => {
  const suite = suites.get('failover');
  const [scenario] = suite?.scenarios ?? [];
  if (suite === undefined || scenario === undefined) throw new Error('there is no suite failover');
  const asking = { ...suite, scenarios: [{ ...scenario, thresholds: ['lost.max<400'] }] };
  const of = (options: PlanOptions) => makePlan(asking, known, options).runs[0]?.thresholds;
  expect(of({ trials: 2, seed: 3 })).toEqual(['lost.max<400']);
  expect(of({ thresholds: ['impaired.max<9'] })).toEqual(['lost.max<400', 'impaired.max<9']);
  expect(of({ topology: scenario.topology })).toEqual(['lost.max<400']);
  expect(of({ topology: 'tun-pair' })).toEqual([]);
  expect(of({ advertIntervalMs: 5000 })).toEqual([]);
  expect(of({ probeIntervalMs: 20, thresholds: ['impaired.max<9'] })).toEqual(['impaired.max<9']);
  expect(of({ faults: ['kill-director'] })).toEqual([]);
});

test('a run with thresholds is judged by them, and one without is as it was', () => {
  const [plain] = makePlan(suites.get('health') ?? noSuite, known, {}).runs;
  const [asked] = makePlan(suites.get('health') ?? noSuite, known, { thresholds: ['lost.max<400'] }).runs;
  expect(plain && askedOf(plain)).toEqual({ checks: plain?.scenario.checks });
  expect(asked && askedOf(asked)).toEqual({
    checks: [...(asked?.scenario.checks ?? []), 'threshold'],
    thresholds: ['lost.max<400'],
  });
});
