import { describe, expect, test } from 'vitest';
import type { Recording, TrialMeasurement } from '../model.ts';
import { syntheticRecording, syntheticTopology, withSeries } from './synthetic-run.ts';
import { measureRun } from './trial.ts';

function onlyTrial(recording: Recording): TrialMeasurement {
  const [measurement] = measureRun(recording);
  if (measurement === undefined) throw new Error('there is no trial');
  return measurement;
}

describe('the four faults', () => {
  const recording = syntheticRecording({ trialsPerFault: 3 });
  const measurements = measureRun(recording);
  const of = (fault: string) => measurements.filter((one) => one.fault === fault);

  test('every trial is measured, in order', () => {
    expect(measurements.map((one) => one.index)).toEqual(recording.run.trials.map((trial) => trial.index));
    expect(measurements.every((one) => one.confirmed && one.successor === 'director-2')).toBe(true);
  });

  test('detection is told from the last advert, or from the advert of priority 0', () => {
    for (const one of measurements) {
      const expected = one.fault === 'stop-keepalived' ? 648.437 : 3648.437;
      expect(one.predictedDetectionMs).toBe(expected);
      expect((one.detectionMs ?? 0) - expected).toBeGreaterThan(0);
      expect((one.detectionMs ?? 0) - expected).toBeLessThan(2);
    }
  });

  test('the phase is told from the last ordinary advert', () => {
    for (const fault of ['kill-director', 'stop-keepalived']) {
      expect(of(fault).map((one) => Math.round(one.phaseMs ?? 0))).toEqual([100, 500, 900]);
    }
  });

  test('a dead director: an outage of the master-down interval less the phase', () => {
    const predicted = of('kill-director').map((one) => one.predictedFailoverMs?.high ?? 0);
    expect(predicted.map(Math.round)).toEqual([3648, 3248, 2848]);
    for (const one of of('kill-director')) {
      expect(one.failoverTimeMs).toBeGreaterThan(one.predictedFailoverMs?.low ?? 0);
      expect(one.failoverTimeMs).toBeLessThan(one.predictedFailoverMs?.high ?? 0);
      expect(one.failoverBoundMs).toBe(10);
      expect(one.lostRequests).toBe(one.impairedRequests);
      expect(one.lostByOutcome['connect-timeout']).toBe(one.lostRequests);
      expect(one.switchMs).toBeGreaterThan(0);
      expect(one.dualHolderMs).toBe(0);
    }
  });

  test('a graceful stop: late, not lost', () => {
    for (const one of of('stop-keepalived')) {
      expect(one.lostRequests).toBe(0);
      expect(one.impairedRequests).toBeGreaterThan(50);
      // 100 ms tolerance, and 64.8 requests that waited, at 1800/3 a second less the 100 that go on coming.
      expect(one.predictedFailoverMs?.low).toBe(0);
      expect(one.predictedFailoverMs?.high).toBeCloseTo(648.437 + 100 + (64.8437 * 1000) / (1800 / 3 - 100), 3);
    }
  });

  test('a cluster that is no faster than the prober never catches up: nobody waits longer than the deadline', () => {
    const recording = syntheticRecording({ faults: ['stop-keepalived'] });
    const { throughput, probe } = recording.run;
    if (throughput === null) throw new Error('the recording has a throughput');
    const slow = { ...recording, run: { ...recording.run, throughput: { ...throughput, requestsPerSecond: 290 } } };
    for (const one of measureRun(slow))
      expect(one.predictedFailoverMs?.high).toBeCloseTo(748.437 + probe.deadlineMs, 3);
  });

  test('without a measured speed nothing is allowed for catching up', () => {
    const recording = syntheticRecording({ faults: ['stop-keepalived'], run: { throughput: null } });
    for (const one of measureRun(recording)) expect(one.predictedFailoverMs).toEqual({ low: 0, high: 748.437 });
  });

  test('a VIP that stays behind: no outage, two holders until healing', () => {
    for (const one of [...of('kill-keepalived'), ...of('pause-director')]) {
      expect(one.failoverTimeMs).toBe(0);
      expect(one.predictedFailoverMs).toEqual({ low: 0, high: 30 });
      expect(one.dualHolderMs).toBeCloseTo(1999.2, 3);
    }
  });

  test('the way back', () => {
    for (const one of measurements) {
      const { low, high } = one.predictedReversionMs ?? { low: Number.NaN, high: Number.NaN };
      expect(one.reversionDelayMs).toBeGreaterThanOrEqual(low);
      expect(one.reversionDelayMs).toBeLessThanOrEqual(high);
      expect(one.settledHolders).toEqual(['director-1']);
    }
    expect(of('pause-director')[0]?.predictedReversionMs).toEqual({ low: 0, high: 100.5 });
  });

  test('connections open at the fault are counted, and those of them that are lost', () => {
    for (const one of measurements) expect(one).toMatchObject({ connectionsBefore: 4, connectionsLost: 4 });
  });

  test('the switch: VIP and gratuitous ARP follow the first advert', () => {
    for (const one of measurements) {
      expect((one.vipAddedMs ?? 0) - (one.firstAdvertNewMs ?? 0)).toBeCloseTo(0.8, 3);
      expect((one.firstGarpMs ?? 0) - (one.firstAdvertNewMs ?? 0)).toBeCloseTo(1.2, 3);
    }
  });
});

test('predictions scale with the advertisement interval', () => {
  const topology = syntheticTopology();
  const { password: _, ...vrrp } = topology.vrrp;
  const quick = { ...topology, vrrp: { ...vrrp, version: 3 as const, advertIntervalMs: 100 } };
  const measurement = onlyTrial(syntheticRecording({ topology: quick, faults: ['kill-director'], trialsPerFault: 1 }));
  expect(measurement.predictedDetectionMs).toBe(364.843);
  expect(measurement.detectionMs).toBeGreaterThan(364.8);
  expect(measurement.detectionMs).toBeLessThan(367);
  expect(measurement.predictedFailoverMs?.high).toBeCloseTo(364.843 - 10.2 + 100, 3);
});

test('a frozen capture is no silent master', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const cut = withSeries(recording, 'advert', (adverts) =>
    adverts.slice(0, 1).map((one) => ({ ...one, at: one.at - 5000 })),
  );
  expect(onlyTrial(cut)).toMatchObject({ successor: null, lastAdvertOldMs: null, detectionMs: null, phaseMs: null });
});

test('adverts of another virtual router are not ours', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const foreign = withSeries(recording, 'advert', (adverts) =>
    adverts.map((one) => ({ ...one, value: { ...one.value, virtualRouterId: 99 } })),
  );
  expect(onlyTrial(foreign).successor).toBeNull();
});

test('no takeover: no detection, and clients that did not recover', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1, breaks: { noTakeover: true } });
  const measurement = onlyTrial(recording);
  expect(measurement).toMatchObject({ successor: null, detectionMs: null, firstGoodMs: null, failoverTimeMs: null });
  expect(measurement.predictedFailoverMs).not.toBeNull();
  expect(measurement.impairedRequests).toBeGreaterThan(100);
  expect(measurement.reversionDelayMs).toBeNull();
});

test('a trial that was never healed has no window', () => {
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const [trial] = recording.run.trials;
  if (trial === undefined) throw new Error('there is no trial');
  const run = { ...recording.run, trials: [{ ...trial, healStartedAtMs: null, healedAtMs: null, endedAtMs: null }] };
  expect(onlyTrial({ ...recording, run })).toMatchObject({ requests: 0, failoverTimeMs: null, successor: null });
});

test('without preemption the old master is not expected back', () => {
  const topology = syntheticTopology();
  const staying = { ...topology, vrrp: { ...topology.vrrp, preempt: false } };
  const recording = syntheticRecording({ topology: staying, faults: ['kill-director'], trialsPerFault: 1 });
  expect(onlyTrial(recording).predictedReversionMs).toBeNull();
});

test('the same seed gives the same recording, another one does not', () => {
  const adverts = (seed: number) => syntheticRecording({ seed, trialsPerFault: 1 }).series('advert');
  expect(adverts(3)).toEqual(adverts(3));
  expect(adverts(3)).not.toEqual(adverts(4));
});
