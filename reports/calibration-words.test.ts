import { expect, test } from 'vitest';
import { handMadeCalibration } from '../harness/measure/hand-made-calibration.ts';
import { blankRun } from '../harness/measure/synthetic-run.ts';
import type { Run } from '../harness/model.ts';
import { calibrationsInWords, calibrationWords, notCalibrated } from './calibration-words.ts';

const probe = (intervalMs: number) => ({ intervalMs, deadlineMs: 900, delayThresholdMs: 50, connections: 0 });
const calibrated = (changes: Partial<NonNullable<Run['calibration']>> = {}, parts: Partial<Run> = {}) =>
  blankRun({ calibration: handMadeCalibration(changes), ...parts });

const told =
  'Calibrated error of an outage at 10 ms: time-stamp method at most 6.2 ms, bias +0.40 ms, sees all from 50 ms on; loss method at most 9.1 ms, bias −0.60 ms, sees all from 50 ms on.';

test('a run says how far it may be off at its own interval', () => {
  expect(calibrationWords(calibrated())).toBe(told);
});

test('of an interval that was not calibrated it names the nearest that was', () => {
  expect(calibrationWords(calibrated({}, { probe: probe(20) }))).toContain(
    'at 10 ms, the calibrated interval nearest to 20 ms: time-stamp method at most 6.2 ms',
  );
});

test.each([
  [{ verdict: 'fail' }, 'That calibration failed.'],
  [{ verdict: 'unknown' }, 'That calibration proved nothing: its verdict is unknown.'],
  [{ gitCommit: 'fedcba9876543210' }, 'It was made with another commit (fedcba987654).'],
  [{ gitDirty: true }, 'It was made with uncommitted changes.'],
  [{ startedAt: '2024-11-01T02:00:00.000Z' }, 'It was 62 days old: npm run suite calibration makes a new one.'],
] as const)('what speaks against its calibration is told: %j', (changes, words) => {
  expect(calibrationWords(calibrated(changes))).toBe(`${told} ${words}`);
});

test('without a calibration a run says so, in one sentence with the remedy', () => {
  expect(calibrationWords(blankRun({}))).toBe(notCalibrated);
  expect(notCalibrated).toContain('npm run suite calibration');
});

test('one that holds no errors is not passed over', () => {
  expect(calibrationWords(calibrated({ errors: [] }))).toContain('holds no error of an outage');
});

test('an outage that was missed leaves nothing of which all are seen', () => {
  const errors = handMadeCalibration().errors.map((one) => ({ ...one, seen: 9 }));
  expect(calibrationWords(calibrated({ errors }))).toContain('not every outage was seen');
});

test('runs without a prober, and those that calibrate it, are not asked', () => {
  expect(calibrationWords(calibrated({}, { loadTrials: [] }))).toBeNull();
  expect(calibrationWords(calibrated({}, { balanceTrials: [] }))).toBeNull();
  expect(calibrationWords(calibrated({}, { suite: 'calibration' }))).toBeNull();
});

test('what the runs of a drill say alike is told once', () => {
  const runs = [calibrated(), calibrated(), calibrated({}, { probe: probe(2) }), blankRun({ loadTrials: [] })];
  expect(calibrationsInWords(runs)).toEqual([told, expect.stringContaining('at 2 ms')]);
});
