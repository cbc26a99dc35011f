import { expect, test } from 'vitest';
import { calibratedAt, doubtsOf } from './calibrated-error.ts';
import { calibratedError, handMadeCalibration } from './hand-made-calibration.ts';
import { blankRun } from './synthetic-run.ts';

test('of its own interval a run gets each method over all lengths', () => {
  const errors = [
    calibratedError({ outageMs: 0, biasMs: 9, spreadMs: 90, worstMs: 3, knownToMs: 0, seen: 1 }),
    calibratedError({ outageMs: 303, biasMs: -0.5, spreadMs: 4, worstMs: 2.5, knownToMs: 0.2 }),
    calibratedError({ outageMs: 50, biasMs: 0.7, spreadMs: 6, worstMs: 4.5, knownToMs: 0.4, seen: 9 }),
    calibratedError({ outageMs: 303, made: 'server', biasMs: 0.1, worstMs: 1, knownToMs: 0.01 }),
    calibratedError({ method: 'loss', outageMs: 303, worstMs: 11, seen: 9 }),
    calibratedError({ probeIntervalMs: 2, worstMs: 99 }),
  ];
  const at = calibratedAt(handMadeCalibration({ errors }), 10);
  expect(at).toMatchObject({ probeIntervalMs: 10, asked: true });
  expect(at?.errors.map(({ outageMs }) => outageMs)).toEqual([0, 50, 303, 303, 303]);
  expect(at?.methods).toEqual([
    {
      method: 'time-stamp',
      trials: 30,
      biasMs: { low: -0.5, high: 0.7 },
      spreadMs: 7.5,
      worstMs: 4.5,
      knownToMs: 0.4,
      seenFromMs: 303,
    },
    expect.objectContaining({ method: 'loss', trials: 10, worstMs: 11, seenFromMs: null }),
  ]);
});

test('a false alarm counts as an error: the worst of all', () => {
  const errors = [calibratedError(), calibratedError({ outageMs: 0, worstMs: 40 })];
  expect(calibratedAt(handMadeCalibration({ errors }), 10)?.methods[0]?.worstMs).toBe(40);
});

test('a longer outage that was missed speaks against the shorter ones that were seen', () => {
  const errors = [calibratedError({ outageMs: 50 }), calibratedError({ outageMs: 303, seen: 9 }), calibratedError()];
  expect(calibratedAt(handMadeCalibration({ errors }), 10)?.methods[0]?.seenFromMs).toBe(1000);
});

test.each([
  [2, 2],
  [5, 2],
  [6, 10],
  [7, 10],
  [1000, 10],
])('at %d ms what was calibrated at %d ms is told, and whether that was asked for', (wantedMs, nearestMs) => {
  const at = calibratedAt(handMadeCalibration(), wantedMs);
  expect([at?.probeIntervalMs, at?.asked]).toEqual([nearestMs, wantedMs === nearestMs]);
});

test('one without errors says nothing of any interval', () => {
  expect(calibratedAt(handMadeCalibration({ errors: [] }), 10)).toBeNull();
});

const run = blankRun({ startedAt: '2025-01-02T03:04:05.000Z' });
const none = { verdict: null, otherCommit: null, dirty: false, oldDays: null };
const commit = 'fedcba9876543210fedcba9876543210fedcba98';

test.each([
  ['that passed, three days ago', {}, none],
  ['that failed', { verdict: 'fail' }, { ...none, verdict: 'fail' }],
  ['that proved nothing', { verdict: 'unknown' }, { ...none, verdict: 'unknown' }],
  ['of another commit', { gitCommit: commit }, { ...none, otherCommit: commit }],
  ['of no checkout', { gitCommit: null, gitDirty: null }, none],
  ['of changed sources', { gitDirty: true }, { ...none, dirty: true }],
  ['of 30 days ago', { startedAt: '2024-12-03T04:00:00.000Z' }, none],
  ['of 31 days ago', { startedAt: '2024-12-02T03:00:00.000Z' }, { ...none, oldDays: 31 }],
] as const)('what speaks against a calibration %s', (_, changes, doubts) => {
  expect(doubtsOf(handMadeCalibration(changes), run)).toEqual(doubts);
});
