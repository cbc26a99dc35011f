import { expect, test } from 'vitest';
import type { Recording, Run } from '../../model.ts';
import { recordingDoubts } from '../recording-doubts.ts';
import { syntheticCalibration } from '../synthetic-calibration.ts';
import { missingWitnesses } from './missing-witnesses.ts';
import { trialOrder } from './trial-order.ts';
import { unknownNames } from './unknown-names.ts';

const changed = (recording: Recording, run: Partial<Run>): Recording => ({
  ...recording,
  run: { ...recording.run, ...run },
});

test('a server in the process of the prober is known where it was asked, and nowhere else', () => {
  const recording = syntheticCalibration({
    trials: [{ levelMs: 50 }],
    change: (one) => ({ ...one, value: { ...one.value, realServer: one.value.realServer && 'in-process' } }),
  });
  const { probe } = recording.run;
  expect(unknownNames(changed(recording, { probe: { ...probe, inProcess: true } }))).toEqual([]);
  expect(unknownNames(recording)).toEqual([expect.stringContaining('the real server in-process')]);
});

test('the packets of the prober are missed where they were to be captured', () => {
  const recording = changed(syntheticCalibration({ trials: [{ levelMs: 50 }] }), { readyAfterMs: 9000 });
  const missed = 'nothing of the series syn was recorded';
  expect(missingWitnesses(recording)).not.toContain(missed);
  const { probe } = recording.run;
  expect(missingWitnesses(changed(recording, { probe: { ...probe, packets: true } }))).toContain(missed);
});

test('a made-up calibration contradicts itself nowhere, though an outage of no length ends as it begins', () => {
  const trials = [0, 50, 303].flatMap((levelMs) => [{ levelMs }, { levelMs, edgeMs: 3 }]);
  expect(recordingDoubts(syntheticCalibration({ trials }))).toEqual([]);
});

test('a fault that is over before it struck is none', () => {
  const recording = changed(syntheticCalibration({ trials: [{ levelMs: 50 }] }), { readyAfterMs: 9000 });
  expect(trialOrder(recording)).toEqual([]);
  const trials = recording.run.trials.map((trial) => ({ ...trial, ended: { earliestMs: 1, latestMs: 2 } }));
  expect(trialOrder(changed(recording, { trials }))).toEqual([
    'the end of the fault of trial 1 lies before the fault of trial 1',
  ]);
});
