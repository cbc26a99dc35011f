import { expect, test } from 'vitest';
import { syntheticCalibration } from '../synthetic-calibration.ts';
import { measureRun } from '../trial.ts';
import { latenessOf } from './lateness.ts';
import { calibrationErrors } from './outage-errors.ts';
import { quietRun } from './quiet-run.ts';

test('both methods are held against the true length, each length by itself', () => {
  const lengths = [303, 303, 1000];
  const errors = calibrationErrors(
    syntheticCalibration({ trials: lengths.map((levelMs, n) => ({ levelMs, errorMs: n === 1 ? 10 : 0, edgeMs: 1 })) }),
  );
  expect(errors.map(({ method, outageMs, trials, seen }) => [method, outageMs, trials, seen])).toEqual([
    ['time-stamp', 303, 2, 2],
    ['loss', 303, 2, 2],
    ['time-stamp', 1000, 1, 1],
    ['loss', 1000, 1, 1],
  ]);
  const [stamps, loss] = errors;
  for (const one of [stamps, loss]) {
    expect(one?.spreadMs).toBe(10);
    expect(one?.worstMs).toBeGreaterThan(8);
    expect(one?.worstMs).toBeLessThan(12);
    expect(one?.knownToMs).toBeCloseTo(1);
    expect(one?.made).toBe('path');
  }
});

test('an outage of 0 ms is measured as none, and not seen', () => {
  const errors = calibrationErrors(syntheticCalibration({ trials: [{ levelMs: 0 }] }));
  expect(errors).toMatchObject([
    { method: 'time-stamp', biasMs: 0, worstMs: 0, knownToMs: 0, seen: 0, trials: 1 },
    { method: 'loss', biasMs: 0, worstMs: 0, knownToMs: 0, seen: 0, trials: 1 },
  ]);
});

test('an outage is predicted to be as long as it was made; one whose end nobody saw is not', () => {
  const trials = [{ levelMs: 303, edgeMs: 1 }, { levelMs: 0 }, { levelMs: 303, edgeMs: null }];
  const predicted = measureRun(syntheticCalibration({ trials })).map((one) => one.predictedFailoverMs);
  expect(predicted).toEqual([{ low: expect.closeTo(302), high: expect.closeTo(304) }, { low: 0, high: 0 }, null]);
  const [seen] = measureRun(syntheticCalibration({ trials, known: 'server' }));
  expect(seen?.predictedFailoverMs?.high).toBeCloseTo(304);
});

test.each([
  ['whose end was not seen', { edgeMs: null }],
  ['whose edges are not known well enough', { edgeMs: 4 }],
  ['whose prober was far too late', { lateMs: 150 }],
  ['that was not confirmed', { trial: { confirmation: { confirmed: false, evidence: 'no filter' } } }],
])('a trial %s says nothing of the error', (_, odd) => {
  const errors = calibrationErrors(syntheticCalibration({ trials: [{ levelMs: 303 }, { levelMs: 303, ...odd }] }));
  expect(errors.map(({ trials }) => trials)).toEqual([1, 1]);
});

test('quiet times are told with what was impaired in each', () => {
  const quiet = syntheticCalibration({
    known: 'nothing',
    trials: [{ levelMs: 1000 }, { levelMs: 1000 }],
    change: (one) => (one.at === 101_500 ? { ...one, value: { ...one.value, outcome: 'reset' } } : one),
  });
  expect(quietRun(quiet)).toEqual({ durationMs: 1000, impaired: [1, 0] });
  expect(quietRun(syntheticCalibration({ trials: [{ levelMs: 50 }] }))).toBeNull();
});

test('lateness is told by interval', () => {
  const late = syntheticCalibration({
    intervalMs: 10,
    trials: [{ levelMs: 0 }],
    change: (one) => ({ ...one, value: { ...one.value, lateMs: 3 } }),
  });
  const onTime = syntheticCalibration({ trials: [{ levelMs: 0 }] });
  const inProcess = { ...onTime, run: { ...onTime.run, probe: { ...onTime.run.probe, inProcess: true as const } } };
  expect(latenessOf([late, onTime, inProcess])).toEqual([
    { probeIntervalMs: 2, p50Ms: 0, p99Ms: 0, maxMs: 0 },
    { probeIntervalMs: 10, p50Ms: 3, p99Ms: 3, maxMs: 3 },
  ]);
});
