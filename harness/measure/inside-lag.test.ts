import { expect, test } from 'vitest';
import type { Director, KernelMs, Observation, Topology } from '../model.ts';
import { insideLagMs } from './inside-lag.ts';
import { partedMs } from './parted-vips.ts';
import { adverts, deafBackup, every, quietFault, scripted, trialAt } from './scripted-run.ts';
import { syntheticTopology } from './synthetic-run.ts';
import { measureRun } from './trial.ts';
import { usurpationIn } from './usurpation.ts';

const pair = syntheticTopology();
const twoArms: Topology = {
  ...pair,
  inside: { subnet: '198.18.1.0/24', vip: '198.18.1.99' },
  directors: pair.directors.map((one, place) => ({ ...one, insideAddress: `198.18.1.${11 + place}` })),
};
const [old, successor] = twoArms.directors as [Director, Director];

/** Adverts of director-1's instance inside. */
function inside(instantsMs: readonly KernelMs[], priority = 100): Observation[] {
  const value = { version: 2 as const, virtualRouterId: 51, priority, sourceMac: '02:42:c6:12:01:0b' };
  return instantsMs.map((at) => ({
    series: 'inside-advert',
    at,
    node: 'hand',
    value: { ...value, source: '198.18.1.11' },
  }));
}

/** The last advert outside was at 10 s, and director-2 waits for its master-down interval. */
const lag = (observations: Observation[], topology = twoArms, waitsMs = 3648.437) =>
  insideLagMs(scripted({ topology, observations }), {
    old,
    successor,
    lastOutsideMs: 10_000,
    waitsMs,
    untilMs: 10_500,
  });

test('what counts is the last advert inside, if it came after the last one outside', () => {
  expect(lag(inside(every(1000, 5330, 11_330)))).toBeCloseTo(330, 6);
  expect(lag(inside(every(1000, 5870, 11_870)))).toBe(0);
  expect(lag(inside([9330, 10_501]))).toBe(0);
  expect(lag([])).toBe(null);
  expect(lag([], pair)).toBe(0);
});

test('a goodbye inside holds nothing up where the one outside was not heard, and hardly anything where it was', () => {
  const goodbye = inside([10_026], 0);
  expect(lag([...inside(every(1000, 5330, 9330)), ...goodbye])).toBe(0);
  expect(lag(goodbye, twoArms, 648.437)).toBeCloseTo(26, 6);
});

test('while the VIPs of a group are on different directors, a director holds a part of them', () => {
  const held = (node: string, address: string, at: KernelMs, is: boolean): Observation => ({
    series: 'vip-holder',
    at,
    node,
    value: { address, held: is },
  });
  const observations = [
    held('director-2', '198.18.0.10', 1000, true),
    held('director-2', '198.18.1.99', 1000, true),
    held('director-1', '198.18.0.10', 6053, true),
    held('director-2', '198.18.0.10', 6068, false),
    held('director-2', '198.18.1.99', 6070, false),
    held('director-1', '198.18.1.99', 6143, true),
  ];
  const during = { fromMs: 5000, toMs: 7000 };
  expect(partedMs(scripted({ topology: twoArms, observations }), during)).toBe(90 + 2);
  expect(partedMs(scripted({ topology: pair, observations }), during)).toBe(0);
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
