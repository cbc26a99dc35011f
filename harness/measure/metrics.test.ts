import { expect, test } from 'vitest';
import type { Metric, Recording } from '../model.ts';
import { type MetricName, metricCatalogue } from './metrics/catalogue.ts';
import { metricsOf } from './metrics.ts';
import { adverts, every, quietFault, scripted, trialAt } from './scripted-run.ts';
import { balanceRecording } from './synthetic-balance.ts';
import { disruptionRecording } from './synthetic-disruption.ts';
import { healthRecording } from './synthetic-health.ts';
import { loadedRecording } from './synthetic-loads.ts';
import { blankRun, handMade, syntheticRecording, withSeries } from './synthetic-run.ts';
import { measureRun } from './trial.ts';

const dead = { faults: ['kill-director'], trialsPerFault: 3 };

function metricIn(recording: Recording, name: MetricName, subject: string): Metric | undefined {
  return metricsOf(recording, measureRun(recording)).find((one) => one.name === name && one.subject === subject);
}

test('a failover is told in time, in what exceeds the protocol, and in what it cost', () => {
  const recording = syntheticRecording(dead);
  const measurements = measureRun(recording);
  const metrics = metricsOf(recording, measurements);
  const of = (name: MetricName) => metrics.find((one) => one.name === name && one.subject === 'kill-director');
  expect(of('failoverMs')).toMatchObject({ unit: 'ms', better: 'lower', bound: 10 });
  expect(of('failoverMs')?.samples).toEqual(measurements.map(({ failoverTimeMs }) => failoverTimeMs));
  expect(of('detectionMs')?.samples).toEqual(measurements.map(({ detectionMs }) => detectionMs));
  expect(of('impaired')?.samples).toEqual(measurements.map(({ impairedRequests }) => impairedRequests));
  expect(of('connectionsLost')?.samples).toEqual(measurements.map(({ connectionsLost }) => connectionsLost));
  expect(of('reversionMs')?.samples).toEqual(measurements.map(({ reversionDelayMs }) => reversionDelayMs));
  expect(metrics.find(({ name }) => name === 'readyMs')).toMatchObject({ subject: 'run', samples: [9500] });
});

test('the excess leaves the phase out: one failover differs from the next by a second, its excess by milliseconds', () => {
  const recording = syntheticRecording(dead);
  const failover = metricIn(recording, 'failoverMs', 'kill-director');
  const excess = metricIn(recording, 'failoverExcessMs', 'kill-director');
  const spread = ({ samples }: Metric) => Math.max(...samples) - Math.min(...samples);
  expect(failover && spread(failover)).toBeGreaterThan(500);
  expect(excess && spread(excess)).toBeLessThan(20);
  expect(excess?.predicted?.low).toBeLessThanOrEqual(0);
  expect(excess?.predicted?.high).toBe(100);
  expect(excess?.strata).toEqual(recording.run.trials.map(({ phase }) => `phase ${phase}`));
});

test('a planted delay shows in the excess in full', () => {
  const [plain, late] = [0, 50].map((detectionErrorMs) =>
    metricIn(syntheticRecording({ ...dead, breaks: { detectionErrorMs } }), 'detectionExcessMs', 'kill-director'),
  );
  expect(late?.samples.map((value, index) => value - (plain?.samples[index] ?? 0))).toEqual([
    expect.closeTo(50, 3),
    expect.closeTo(50, 3),
    expect.closeTo(50, 3),
  ]);
});

test('what nobody may believe is no sample: a fault that did nothing, a prober that fell behind, no trial at all', () => {
  const of = (name: MetricName, options: Parameters<typeof syntheticRecording>[0]) =>
    metricIn(syntheticRecording({ faults: ['kill-keepalived'], ...options }), name, 'kill-keepalived');
  for (const options of [{ breaks: { doesNothing: true } }, { breaks: { latenessMs: 120 } }, { trialsPerFault: 0 }]) {
    expect(of('failoverMs', options)).toMatchObject({ samples: [], predicted: null, bound: null });
    expect(of('failoverMs', options)?.beyond).toBeUndefined();
    expect(of('impaired', options)?.samples).toEqual([]);
  }
  const late = { breaks: { latenessMs: 120 } };
  expect(of('latenessMs', late)?.samples.every((one) => one >= 120)).toBe(true);
  expect(of('detectionMs', late)?.samples).toHaveLength(3);
});

test('counts of requests say nothing where requests were never sent, times go on with a wider bound', () => {
  const recording = syntheticRecording({ ...dead, breaks: { droppedProbes: 8 } });
  expect(metricIn(recording, 'impaired', 'kill-director')?.samples).toEqual([]);
  expect(metricIn(recording, 'failoverMs', 'kill-director')?.samples).toHaveLength(3);
});

test('nor does their number after healing, where they were not sent then', () => {
  const recording = syntheticRecording(dead);
  const [first] = recording.run.trials;
  const fromMs = (first?.healStartedAtMs ?? 0) + 500;
  const holed = withSeries(recording, 'request', (all) => all.filter(({ at }) => at < fromMs || at > fromMs + 200));
  const [whole, left] = [recording, holed].map((one) => metricIn(one, 'reversionImpaired', 'kill-director'));
  expect(whole).toMatchObject({ bound: 0 });
  expect(whole?.samples).toHaveLength(3);
  expect(left?.samples).toEqual(whole?.samples.slice(1));
});

test('a service that did not come back is no number, and is not forgotten', () => {
  const recording = syntheticRecording({ ...dead, breaks: { noTakeover: true } });
  expect(metricIn(recording, 'failoverMs', 'kill-director')).toMatchObject({ samples: [], beyond: 3 });
  expect(metricIn(recording, 'detectionMs', 'kill-director')).toMatchObject({ samples: [], beyond: 3 });
});

test('a fault has what concerns it: no takeover to time where none is due, no service to switch where it goes on', () => {
  const names = (fault: string) => {
    const recording = syntheticRecording({ faults: [fault] });
    return metricsOf(recording, measureRun(recording)).flatMap(({ name, subject }) =>
      subject === fault ? [name] : [],
    );
  };
  expect(names('kill-director')).toContain('switchMs');
  expect(names('kill-keepalived')).not.toContain('switchMs');
  expect(names('kill-keepalived')).not.toContain('failoverExcessMs');
  expect(names('kill-director')).not.toContain('removalMs');
});

test('trials of different strength are no samples of one thing', () => {
  const fault = quietFault('stall-director', { level: { unit: 'ms', default: 3000 } });
  const levels = [1000, 500, 1000];
  const trials = levels.map((level, index) => trialAt('stall-director', { index: index + 1, level }));
  const recording = scripted({ faults: [fault], trials, observations: adverts(1, every(1000, 5000, 18_000)) });
  const subjects = metricsOf(recording, measureRun(recording))
    .filter(({ name }) => name === 'impaired')
    .map(({ subject }) => subject);
  expect(subjects).toEqual(['stall-director 0.500 s', 'stall-director 1.000 s']);
});

test('health checkers, each service for itself: out of the table and back, or too long to be seen', () => {
  const subject = 'silence-real-server on 198.18.0.10:80';
  const usual = healthRecording({ failure: 'refused', trials: [{}, {}] });
  const [name] = metricsOf(usual, measureRun(usual)).filter((one) => one.name === 'removalMs');
  expect(name?.subject).toMatch(/ on 198\.18\.0\.10:80$/);
  expect(name?.samples).toHaveLength(2);
  expect(name?.samples.every((one) => one >= (name.predicted?.low ?? 0) - 20)).toBe(true);
  const never = healthRecording({ failure: 'refused', trials: [{ removedAfterMs: null, healAfterMs: 20_000 }] });
  expect(metricsOf(never, measureRun(never)).find((one) => one.name === 'removalMs')).toMatchObject({
    samples: [],
    beyond: 1,
  });
  const blind = healthRecording({ failure: 'hang', trials: [{ removedAfterMs: null }] });
  expect(metricIn(blind, 'removalMs', subject)).toBeUndefined();
  expect(metricsOf(blind, measureRun(blind)).map((one) => one.name)).not.toContain('removalMs');
});

test('loads: rates, latencies and ratios of the sound ones, path by path', () => {
  const recording = loadedRecording({
    rounds: 3,
    change: (trial) => (trial.index === 1 ? { ...trial, error: 'the driver died' } : trial),
  });
  const metrics = metricsOf(recording, []);
  const of = (name: MetricName, subject: string) =>
    metrics.find((one) => one.name === name && one.subject === subject)?.samples;
  expect(of('requestsPerSecond', 'direct 1 KB kept')).toHaveLength(2);
  expect(of('requestsPerSecond', 'NAT 1 KB kept')).toHaveLength(3);
  expect(of('ratioToDirect', 'NAT 1 KB kept')).toHaveLength(2);
  expect(of('ratioToDirect', 'NAT 1 KB kept')?.[0]).toBeCloseTo(0.82, 1);
  expect(of('ratioToDirect', 'direct 1 KB kept')).toBeUndefined();
  expect(of('linkGain', 'DR 1 KB fresh')).toBeUndefined();
});

test('limited links: the gain over NAT beside what the same bytes predict', () => {
  const recording = loadedRecording({
    comparison: {
      paths: ['NAT', 'DR'],
      connectionUses: ['fresh'],
      responseBytes: [10_240],
      linkBitsPerSecond: 8_000_000,
    },
    realServers: 10,
  });
  const gain = metricsOf(recording, []).find(({ name }) => name === 'linkGain');
  expect(gain?.subject).toBe('DR 10 KB fresh');
  expect(gain?.samples[0]).toBeGreaterThan(9);
  expect(gain?.predicted?.low).toBeCloseTo(gain?.samples[0] ?? 0, 0);
});

test('a scheduler: nothing amiss is zero, and what is amiss is counted', () => {
  const services = [{ scheduler: 'rr' as const, label: 'rr' }];
  const right = balanceRecording({ services });
  expect(metricIn(right, 'shareDeviationPercent', 'rr')?.samples).toEqual([0]);
  expect(metricIn(right, 'misplacedDecisions', 'rr')?.samples).toEqual([0]);
  const wrong = balanceRecording({ services, choose: () => 'real-server-1' });
  expect(metricIn(wrong, 'shareDeviationPercent', 'rr')?.samples[0]).toBeCloseTo(75, 0);
  expect(metricIn(wrong, 'misplacedDecisions', 'rr')?.samples[0]).toBeGreaterThan(0);
});

test('a real server that is retired: who moved, and who without need', () => {
  const recording = disruptionRecording({ services: [{ scheduler: 'sh', label: 'sh' }] });
  const moved = metricIn(recording, 'movedPercent', 'sh: removed');
  const collateral = metricIn(recording, 'collateralPercent', 'sh: removed');
  expect(moved?.samples[0]).toBeGreaterThan(25);
  expect(collateral?.samples[0]).toBeLessThan(moved?.samples[0] ?? 0);
  expect(moved?.predicted).toEqual({ low: moved?.samples[0], high: moved?.samples[0] });
});

test('a cluster that never served has no time to serve', () => {
  const recording = handMade(blankRun({ readyAfterMs: null }), []);
  expect(metricsOf(recording, [])).toEqual([
    { name: 'readyMs', subject: 'run', unit: 'ms', better: 'lower', samples: [], predicted: null, bound: null },
  ]);
});

test('nobody who watched the holders, nobody who held it twice', () => {
  const unwatched = withSeries(syntheticRecording(dead), 'vip-holder', () => []);
  expect(metricIn(unwatched, 'dualHolderMs', 'kill-director')?.samples).toEqual([]);
});

test('every metric of a run is in the catalogue, with its unit', () => {
  const recordings = [
    syntheticRecording(),
    loadedRecording(),
    balanceRecording(),
    disruptionRecording(),
    healthRecording(),
  ];
  for (const recording of recordings) {
    for (const { name, unit, better, samples } of metricsOf(recording, measureRun(recording))) {
      expect(metricCatalogue[name as MetricName]).toMatchObject({ unit, better });
      expect(samples.every(Number.isFinite)).toBe(true);
    }
  }
});
