import { expect, test } from 'vitest';
import { calibratedError, handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import { blankRun, handMade } from '../../harness/measure/synthetic-run.ts';
import type { Calibration, Run } from '../../harness/model.ts';
import { calibratedErrorSection } from './calibrated-error.ts';

const sectionOf = (calibration: Calibration | undefined, parts: Partial<Run> = {}) =>
  calibratedErrorSection({
    recording: handMade(blankRun({ ...parts, ...(calibration === undefined ? {} : { calibration }) }), []),
  });
const textOf = (calibration: Calibration, parts: Partial<Run> = {}) =>
  sectionOf(calibration, parts)
    ?.body.markup.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('each method is told in a row, each length behind it, and what else was found', () => {
  const text = textOf(handMadeCalibration());
  expect(text).toContain('time-stamp method 10 ms 40 +0.40 ms 7.5 ms 6.2 ms ± 0.30 ms 50 ms');
  expect(text).toContain('loss method 10 ms 40 −0.60 ms 7.5 ms 9.1 ms ± 0.30 ms 50 ms');
  expect(text).toContain('10 rows, by length');
  expect(text).toContain('time-stamp method packets dropped on the path 10 ms 1.000 s +0.40 ms');
  expect(text).toContain('With nothing done for 60.000 s, no request was impaired in 10 of 10 runs.');
  expect(text).toContain('one request every 10 ms: 0.11 ms at the median, 99 % within 1.4 ms, 7.7 ms at worst.');
  expect(text).toContain('5120 packets beside the capture’s of the same: +0.21 ms at the median');
  expect(text).toContain('calibration of 2024-12-30 02:00:00 UTC, commit 0123456789ab');
});

test('quiet runs that were not are told, and what was not found is not', () => {
  const text = textOf(
    handMadeCalibration({ quiet: { durationMs: 60_000, impaired: [0, 3, 0] }, clock: null, lateness: [] }),
  );
  expect(text).toContain('no request was impaired in 2 of 3 runs, at most 3 requests in one.');
  expect(text).not.toContain('capture’s');
  expect(text).not.toContain('Sent after it was due');
  expect(textOf(handMadeCalibration({ quiet: { durationMs: 0, impaired: [] } }))).not.toContain('With nothing done');
});

test('a method that missed outages has no length from which it sees all', () => {
  const errors = [calibratedError({ seen: 9 })];
  expect(textOf(handMadeCalibration({ errors }))).toContain('± 0.30 ms –');
});

test('what a calibration says of itself is text, not markup', () => {
  const markup = sectionOf(handMadeCalibration({ gitCommit: '<img src=x>' }))?.body.markup;
  expect(markup).toContain('&lt;img src=x&gt;');
  expect(markup).not.toContain('<img');
});

test('without a calibration, or without a prober, there is no such section', () => {
  expect(sectionOf(undefined)).toBeNull();
  expect(sectionOf(handMadeCalibration(), { balanceTrials: [] })).toBeNull();
  expect(sectionOf(handMadeCalibration(), { suite: 'calibration' })).toBeNull();
});
