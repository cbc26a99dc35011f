import { expect, test } from 'vitest';
import { syntheticCalibration } from '../../harness/measure/synthetic-calibration.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import { measureRun } from '../../harness/measure/trial.ts';
import type { KnownOutage, Recording } from '../../harness/model.ts';
import { instrumentFindings, instrumentSection, instrumentsSection } from './instrument-error.ts';

const contentOf = (recording: Recording) => ({
  recording,
  trials: measureRun(recording).map((measurement) => ({ measurement, timeline: null, drawing: null, chart: null })),
  outageError: null,
});
const madeUp = (levels: number[], known: KnownOutage = 'path', intervalMs = 2) =>
  contentOf(
    syntheticCalibration({ known, intervalMs, trials: levels.map((levelMs) => ({ levelMs, errorMs: levelMs / 25 })) }),
  );
const textOf = (section: { body: { markup: string } } | null) =>
  section?.body.markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('each length is told by both methods', () => {
  const text = textOf(instrumentSection(madeUp([0, 50, 50])));
  expect(text).toContain('time-stamp method packets dropped on the path 2 ms 0 ms 0 ms 0 ms 0 ms ± 0 ms 0 of 1');
  expect(text).toContain('time-stamp method packets dropped on the path 2 ms 50 ms +2 ms 0 ms 2 ms ± 0.50 ms 2 of 2');
  expect(text).toContain('loss method packets dropped on the path 2 ms 50 ms +2 ms 0 ms 2 ms ± 0.50 ms 2 of 2');
  expect(text).toContain('Sent after it was due, one request every 2 ms');
});

test('a run in which nothing was done tells what it saw', () => {
  const text = textOf(instrumentSection(madeUp([3000, 3000], 'nothing')));
  expect(text).toContain('With nothing done for 3.000 s, no request was impaired in 2 of 2 runs.');
  expect(text).not.toContain('Outage');
});

test('a run with other faults has no such section', () => {
  expect(instrumentSection(contentOf(syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] })))).toBeNull();
});

test('the scenarios of a drill are told together, by interval and method', () => {
  const parts = [madeUp([50]), madeUp([1000], 'server'), madeUp([50], 'path', 10), madeUp([3000], 'nothing')];
  const text = textOf(instrumentsSection([null, ...parts.map(instrumentFindings)]));
  // From the lowest bias to the highest, over outages on the path and in the server.
  expect(text).toContain('time-stamp method 2 ms 2 2 to 40 ms 0 ms 40 ms ± 0.50 ms 50 ms');
  expect(text).toMatch(/time-stamp method 10 ms 1 /);
  expect(instrumentsSection([null, instrumentFindings(madeUp([3000], 'nothing'))])).toBeNull();
});
