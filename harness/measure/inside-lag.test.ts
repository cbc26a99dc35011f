import { expect, test } from 'vitest';
import type { KernelMs, Observation, Topology } from '../model.ts';
import { insideLagMs } from './inside-lag.ts';
import { adverts, deafBackup, every, holds, quietFault, scripted, trialAt } from './scripted-run.ts';
import { syntheticTopology } from './synthetic-run.ts';
import { measureRun } from './trial.ts';
import { usurpationIn } from './usurpation.ts';

const pair = syntheticTopology();
const twoArms: Topology = {
  ...pair,
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
  directors: pair.directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
};
const [master] = twoArms.directors;
if (master === undefined) throw new Error('there is a director');

/** Adverts of director-1's instance inside. */
function inside(instantsMs: readonly KernelMs[]): Observation[] {
  const value = { version: 2 as const, virtualRouterId: 51, priority: 100, sourceMac: '02:42:c6:12:01:0b' };
  return instantsMs.map((at) => ({
    series: 'inside-advert',
    at,
    node: 'hand',
    value: { ...value, source: '198.18.1.11' },
  }));
}

const lag = (observations: Observation[], topology = twoArms) =>
  insideLagMs(scripted({ topology, observations }), master, 10_000, 10_500);

test('what counts is the last advert inside, if it came after the last one outside', () => {
  expect(lag(inside(every(1000, 5330, 11_330)))).toBe(330);
  expect(lag(inside(every(1000, 5870, 11_870)))).toBe(0);
  expect(lag(inside([9330, 10_501]))).toBe(0);
  expect(lag([])).toBe(null);
  expect(lag([], pair)).toBe(0);
});

const deaf = quietFault('cut-vrrp');
const window = { fromMs: 10_500, toMs: 16_200 };

test('a sync group waits for both its instances: the usurper comes later by the lag', () => {
  const observations = [...deafBackup(), ...inside(every(1000, 5330, 16_330))];
  const recording = scripted({ topology: twoArms, faults: [deaf], trials: [trialAt('cut-vrrp')], observations });
  const predicted = usurpationIn(recording, trialAt('cut-vrrp'), window)?.predictedMs;
  expect(predicted?.low).toBeCloseTo(3648.437 + 330, 3);
  expect(predicted?.high).toBeCloseTo(3648.437 + 330, 3);
  const early = trialAt('cut-vrrp', { effective: { earliestMs: 10_300, latestMs: 10_400 } });
  const either = usurpationIn(recording, early, window)?.predictedMs;
  expect(either?.low).toBeCloseTo(3648.437, 3);
  expect(either?.high).toBeCloseTo(3648.437 + 330, 3);
});

test('without a word of the other instance nothing is predicted', () => {
  const recording = scripted({
    topology: twoArms,
    faults: [deaf],
    trials: [trialAt('cut-vrrp')],
    observations: deafBackup(),
  });
  expect(usurpationIn(recording, trialAt('cut-vrrp'), window)?.predictedMs).toBe(null);
});

test('detection and outage of a dead master are later by the lag, too', () => {
  const facts = quietFault('kill-director', { detection: 'silent', dataPath: 'outage', reversion: 'restart' });
  const observations = [
    holds(1, 1000, true),
    ...adverts(1, every(1000, 5000, 10_000)),
    ...adverts(2, every(1000, 13_979, 16_979)),
    ...inside(every(1000, 5330, 10_330)),
  ];
  const recording = scripted({
    topology: twoArms,
    faults: [facts],
    trials: [trialAt('kill-director')],
    observations,
  });
  const [measurement] = measureRun(recording);
  expect(measurement?.predictedDetectionMs).toBeCloseTo(3648.437 + 330, 3);
  expect(measurement?.detectionMs).toBe(3979);
  expect(measurement?.predictedFailoverMs?.high).toBeCloseTo(3648.437 + 330 - 500 + 100, 3);
});
