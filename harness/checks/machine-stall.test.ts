import { expect, test } from 'vitest';
import { adverts, every, holds, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { Observation } from '../model.ts';
import { check as advertInterval } from './advert-interval.ts';
import type { Finding } from './by-fault.ts';
import type { Check } from './check.ts';
import { check as dualMaster } from './dual-master.ts';
import { check as falseFailover } from './false-failover.ts';
import { check as healTime } from './heal-time.ts';
import { verdicts } from './judged.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { check as usurpationTime } from './usurpation-time.ts';

const failed: Finding = { verdict: 'fail', text: 'the table was whole too late' };
const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
const firstMs = recording.series('request')[0]?.at ?? 0;
const stalled = withSeries(recording, 'request', (all) =>
  all.map((one) => (one.at < firstMs + 300 ? { ...one, value: { ...one.value, lateMs: 250 } } : one)),
);

test('a failure while the machine stood still proves nothing, and says so', () => {
  expect(unlessMachineStalled(failed, stalled, firstMs, firstMs + 500)).toMatchObject({
    verdict: 'unknown',
    leftOut: true,
    text: 'the table was whole too late; but the machine stood still meanwhile: requests were sent up to 0.250 s after they were due',
  });
});

test('a stall at another time is no excuse, and a pass needs none', () => {
  expect(unlessMachineStalled(failed, stalled, firstMs + 400, firstMs + 900)).toBe(failed);
  const passed: Finding = { verdict: 'pass', text: 'in time' };
  expect(unlessMachineStalled(passed, stalled, firstMs, firstMs + 500)).toBe(passed);
});

/** Both are MASTER from 13.8 s on, and go on after healing; the backup ought to have waited until 13.648 s only. */
const late = [
  ...adverts(1, every(1000, 5000, 20_000)),
  ...adverts(2, every(1000, 13_800, 19_800)),
  holds(1, 1000, true),
  holds(2, 13_801, true),
];
const starved = [...adverts(1, [...every(1000, 5000, 11_000), 12_000, 15_500, 16_500])];

/** The prober's requests, as late as it is when the machine stands still. */
const stall = every(10, 11_000, 18_000).map(
  (at): Observation => ({
    series: 'request',
    at,
    node: 'client-1',
    value: { outcome: 'ok', service: '', source: '', lateMs: 300, latencyMs: 301, realServer: 'real-server-1' },
  }),
);

test.each<[Check, string, Observation[]]>([
  [usurpationTime, 'cut-vrrp', late],
  [dualMaster, 'cut-vrrp', late.filter(({ at }) => at < 15_000)],
  [healTime, 'cut-vrrp', late],
  [falseFailover, 'stall-director', late],
  [advertInterval, 'starve-director', starved],
])('$name does not blame the cluster for a machine that stands still', ({ name, ...check }, fault, observations) => {
  const faults = [quietFault(fault, { level: { unit: 'ms', default: 3600 } })];
  const trials = [trialAt(fault, { level: fault === 'starve-director' ? 2 : 3600 })];
  const verdictOf = (seen: Observation[]) =>
    verdicts({ name, ...check }, scripted({ faults, trials, observations: seen }))[fault];
  expect(verdictOf(observations)).toBe('fail');
  expect(verdictOf([...observations, ...stall])).toBe('unknown');
});
