import { expect, test } from 'vitest';
import { nightly } from '../../suites/nightly.ts';
import { metricCatalogue } from '../measure/metrics/catalogue.ts';
import type { NightEntry } from '../model.ts';
import { chosenEntries, planEntries, suiteOptionsOf } from './night-plan.ts';

const place = {
  signal: new AbortController().signal,
  calibrations: '/nowhere',
  openEngine: async () => {
    throw new Error('Nothing is to be opened while planning.');
  },
};

test.each(['full', 'short'] as const)('every entry of the %s night can be planned', async (kind) => {
  const entries = chosenEntries(nightly, { short: kind === 'short' });
  const planned = await planEntries(entries, place, 'lab');
  expect(planned.map(({ entry }) => entry)).toEqual(nightly[kind]);
  for (const { command, plannedRuns } of planned) {
    expect(command).toMatch(/^npm run suite .* --engine lab/);
    expect(plannedRuns).toBeGreaterThan(0);
  }
});

test('the whole night begins with the calibration that its other entries carry', () => {
  expect(nightly.full.findIndex(({ suite }) => suite === 'calibration')).toBe(0);
});

test('each forwarding method is in both nights', () => {
  for (const entries of [nightly.full.slice(1), nightly.short]) {
    expect(entries.slice(0, 3).map(({ topology }) => topology)).toEqual(['dr-pair', 'tun-pair', 'nat-pair']);
  }
});

// Two trials in two phases never tell: not beside any number of nights that are taken together.
test('every fault of the whole night has trials enough to tell something beside two accepted nights', async () => {
  const withFaults = nightly.full.filter(({ name }) => !['calibration', 'forwarding', 'schedulers'].includes(name));
  for (const { entry, command } of await planEntries(withFaults, place)) {
    const trials = entry.trials ?? Number(/--trials (\d+)/.exec(command)?.[1] ?? 0);
    expect(trials, entry.name).toBeGreaterThanOrEqual(entry.suite === 'failover' ? 5 : 3);
  }
});

test('what is not compared is a metric that there is', () => {
  expect(nightly.notCompared.filter((name) => !(name in metricCatalogue))).toEqual([]);
});

test('some entries, in the order of the plan, each once', () => {
  const only = ['health', 'failover-nat', 'health'];
  expect(chosenEntries(nightly, { short: false, only }).map(({ name }) => name)).toEqual(['failover-nat', 'health']);
});

test('an entry that there is not is named with the nearest', () => {
  expect(() => chosenEntries(nightly, { short: false, only: ['failover-nta'] })).toThrow(
    "Did you mean 'failover-nat'?",
  );
});

test.each([
  [[{ name: '../up', suite: 'failover' }], 'names no folder'],
  [
    [
      { name: 'a', suite: 'failover' },
      { name: 'a', suite: 'health' },
    ],
    'same name',
  ],
] as [NightEntry[], string][])('a plan that cannot be is refused: %j', (full, words) => {
  expect(() => chosenEntries({ full, short: [], notCompared: [] }, { short: false })).toThrow(words);
});

test('all mistakes of a plan are told at once, by entry', async () => {
  const entries: NightEntry[] = [
    { name: 'one', suite: 'failovr' },
    { name: 'two', suite: 'failover', topology: 'dr-pear' },
    { name: 'three', suite: 'failover', trials: 0 },
  ];
  const error: unknown = await planEntries(entries, place).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ exitCode: 64 });
  expect(String(error)).toMatch(/one: .*failover[\s\S]*two: .*dr-pair[\s\S]*three: .*--trials is 0/);
});

test('options of an entry are those of its suite', () => {
  const entry = {
    name: 'x',
    suite: 'failover',
    scenarios: ['failover'],
    faults: ['noop'],
    topology: 'tun-pair',
    trials: 2,
    probeIntervalMs: 20,
  };
  expect(suiteOptionsOf(entry, 'native')).toEqual({
    out: '.',
    scenario: ['failover'],
    fault: ['noop'],
    topology: 'tun-pair',
    trials: 2,
    probeInterval: 20,
    engine: 'native',
  });
});
