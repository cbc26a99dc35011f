import { validate } from 'ctrf';
import { expect, test } from 'vitest';
import { handMadeCalibration } from '../../harness/measure/hand-made-calibration.ts';
import type { Run } from '../../harness/model.ts';
import { ctrf } from './ctrf.ts';
import { type ExportInput, exportOfRun } from './export-input.ts';
import { hostile, hostileRun, judgedRun, judgement } from './synthetic-judged.ts';

/** The report, after the format's own package found nothing wrong with it. */
function valid(input: ExportInput) {
  const report = JSON.parse(ctrf(input));
  const { errors } = validate(report);
  expect(errors).toEqual([]);
  return report;
}

test('judgements are tests, and one that could not be told has failed: readers look at nothing else', () => {
  const run = judgedRun({
    verdict: 'unknown',
    judgements: [
      judgement(),
      judgement({ subject: 'pause-director', verdict: 'unknown', headline: 'Not seen.', measured: null }),
    ],
    skipped: [{ what: 'scheduler twos', reason: 'no module' }],
  });
  const { results } = valid(exportOfRun(run));
  expect(results.summary).toMatchObject({
    tests: 3,
    passed: 1,
    failed: 1,
    skipped: 1,
    pending: 0,
    other: 0,
    start: Date.UTC(2025, 0, 2, 3, 4, 5),
    stop: Date.UTC(2025, 0, 2, 3, 7, 5),
    duration: 180_000,
    extra: { verdict: 'unknown' },
  });
  expect(results.tests[0]).toMatchObject({
    name: 'detection-time: kill-director',
    status: 'passed',
    suite: ['failover', 'failover', 'dr-pair'],
    labels: { check: 'detection-time', subject: 'kill-director' },
    extra: { unit: 'ms', measured: { median: 3661 }, predicted: { low: 3648, high: 3650 }, bound: 1 },
  });
  expect(results.tests[1]).toMatchObject({ status: 'failed', rawStatus: 'unknown' });
  expect(results.tests[1].message).toMatch(/^Not seen\.\n/);
  expect(results.tests[2]).toMatchObject({ status: 'skipped', message: 'no module' });
  expect(results.environment).toMatchObject({ healthy: false, osRelease: '7.2.0', testEnvironment: 'lab' });
});

test('a run that never came to its end, and one of which nothing is known, are valid and have failed', () => {
  const interrupted = judgedRun({ status: 'interrupted', verdict: 'unknown', endedAt: null });
  expect(valid(exportOfRun(interrupted)).results.summary).toMatchObject({ passed: 1, failed: 1, duration: 0 });
  const nothing = { ...exportOfRun(judgedRun()), runs: [] };
  expect(valid(nothing).results.summary).toMatchObject({ tests: 1, failed: 1 });
});

test('the environment tells how far the prober is off, or that nobody knows', () => {
  const calibrations = (run: Run) => valid(exportOfRun(run)).results.environment.extra.calibrations;
  expect(calibrations(judgedRun({ calibration: handMadeCalibration({ verdict: 'fail' }) }))).toEqual([
    {
      scenario: 'failover',
      calibration: expect.objectContaining({
        verdict: 'fail',
        probeIntervalMs: 10,
        doubts: expect.objectContaining({ verdict: 'fail' }),
        methods: [
          expect.objectContaining({ method: 'time-stamp', worstMs: 6.2 }),
          expect.objectContaining({ method: 'loss', worstMs: 9.1 }),
        ],
      }),
    },
  ]);
  expect(calibrations(judgedRun())).toEqual([{ scenario: 'failover', calibration: null }]);
  expect(calibrations(judgedRun({ balanceTrials: [] }))).toEqual([]);
});

test('hostile texts stay as they are', () => {
  const { results } = valid(exportOfRun(hostileRun()));
  expect(results.tests).toHaveLength(4);
  expect(results.tests[1].message).toContain(`headline${hostile.slice(0, 60)}`);
});

test('the validation would notice', () => {
  const report = JSON.parse(ctrf(exportOfRun(judgedRun())));
  report.results.tests[0].status = 'unknown';
  expect(validate(report).errors).not.toEqual([]);
});
