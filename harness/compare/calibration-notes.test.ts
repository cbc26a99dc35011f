import { expect, test } from 'vitest';
import { handMadeCalibration } from '../measure/hand-made-calibration.ts';
import { nightRun } from '../measure/synthetic-night.ts';
import type { Calibration, Run } from '../model.ts';
import { calibrationNotes } from './calibration-notes.ts';
import { compareSets } from './compare-sets.ts';

const first = handMadeCalibration({ startedAt: '2026-11-01T02:00:00.000Z' });
const later = handMadeCalibration({ startedAt: '2026-11-20T02:00:00.000Z', verdict: 'fail' });

const runWith = (id: string, calibration: Calibration | undefined): Run =>
  nightRun(id, [3000], calibration === undefined ? {} : { calibration });
const setOf = (label: string, ...calibrations: (Calibration | undefined)[]) => ({
  label,
  used: calibrations.map((one, n) => ({ from: `${label}-${n}`, run: runWith(`${label}-${n}`, one), metrics: [] })),
});

test('the same calibration everywhere, and none anywhere, are nothing to be told', () => {
  expect(calibrationNotes([setOf('baseline', first, first), setOf('candidate', first)])).toEqual([]);
  expect(calibrationNotes([setOf('baseline', undefined), setOf('candidate', undefined)])).toEqual([]);
  expect(calibrationNotes([setOf('baseline', first), setOf('candidate')])).toEqual([]);
});

test.each([
  [
    setOf('candidate', later),
    'that of 2026-11-01T02:00:00.000Z in baseline, that of 2026-11-20T02:00:00.000Z, whose verdict is fail, in candidate',
  ],
  [setOf('candidate', undefined), 'that of 2026-11-01T02:00:00.000Z in baseline, none in candidate'],
  [
    setOf('candidate', first, undefined),
    'that of 2026-11-01T02:00:00.000Z in baseline, that of 2026-11-01T02:00:00.000Z and none in candidate',
  ],
])('another one is told', (candidate, words) => {
  expect(calibrationNotes([setOf('baseline', first), candidate])).toEqual([
    `Calibrations of the instrument differ: ${words}.`,
  ]);
});

test('runs with different calibrations are compared, with that among the notes', () => {
  const of = (label: string, calibration: Calibration) => ({
    label,
    runs: [{ from: label, run: runWith(label, calibration), metrics: [] }],
  });
  const { notes, forced } = compareSets([of('baseline', first), of('candidate', later)], {
    mayDiffer: [],
    force: false,
  });
  expect(forced).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('Calibrations of the instrument differ')]);
});
