import { expect, test } from 'vitest';
import { type SyntheticOptions, syntheticRecording } from '../harness/measure/synthetic-run.ts';
import { measureRun } from '../harness/measure/trial.ts';
import { trialsByWorth, type Worth } from './trial-worth.ts';

function order(options: SyntheticOptions, judgements: Worth['judgements'] = []): number[] {
  const recording = syntheticRecording(options);
  return trialsByWorth({ run: recording.run, measurements: measureRun(recording), judgements });
}

// Trials 0 to 2 are of kill-director, 3 to 5 of pause-director; kill-director is slowest in 0 and fastest in 2.
const two = { faults: ['kill-director', 'pause-director'], trialsPerFault: 3 };

test('every trial is there once', () => {
  expect(order(two).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('without trouble the first of each fault, then slowest and fastest, then the others', () => {
  expect(order({ ...two, faults: ['kill-director'], trialsPerFault: 6 }).slice(0, 3)).toEqual([0, 2, 1]);
  expect(order(two).slice(0, 2)).toEqual([0, 3]);
});

test('trials that went wrong come before all others', () => {
  expect(order({ ...two, breaks: { extraOutageMs: 2000 }, breakFault: 'pause-director' }).slice(0, 3)).toEqual([
    3, 4, 5,
  ]);
  expect(order({ ...two, breaks: { doesNothing: true }, breakFault: 'pause-director' }).slice(0, 3)).toEqual([3, 4, 5]);
  expect(order({ ...two, breaks: { detectionErrorMs: 400 }, breakFault: 'pause-director' }).slice(0, 3)).toEqual([
    3, 4, 5,
  ]);
  expect(order({ ...two, breaks: { latenessMs: 300 }, breakFault: 'pause-director' }).slice(0, 3)).toEqual([3, 4, 5]);
});

test('a trial that a check did not let pass is one that went wrong', () => {
  const headline = 'Trial 4: 382 of 1099 requests impaired.';
  expect(order(two, [{ verdict: 'fail', headline }])[0]).toBe(4);
  expect(order(two, [{ verdict: 'pass', headline }])[0]).toBe(0);
});
