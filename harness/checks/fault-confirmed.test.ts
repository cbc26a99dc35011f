import { expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import { check } from './fault-confirmed.ts';
import { judged, verdicts } from './judged.ts';

test('all confirmed', () => {
  const all = judged(check, syntheticRecording());
  expect(Object.keys(all)).toEqual(['kill-director', 'stop-keepalived', 'kill-keepalived', 'pause-director']);
  expect(all['kill-director']).toMatchObject({
    verdict: 'pass',
    headline: 'Seen to take effect in 3 trials: kill-director seen on director-1.',
  });
});

test('a fault that did nothing is unknown, and says what was seen', () => {
  const recording = syntheticRecording({ breakFault: 'stop-keepalived', breaks: { doesNothing: true } });
  expect(judged(check, recording)['stop-keepalived']).toMatchObject({
    verdict: 'unknown',
    headline:
      'Trial 3: the fault could not be confirmed: keepalived still runs on director-1. 3 of 3 trials prove nothing.',
  });
  expect(verdicts(check, recording)['kill-director']).toBe('pass');
});

test('no trials, or a fault that was never injected: unknown', () => {
  expect(judged(check, syntheticRecording({ trialsPerFault: 0 }))['kill-director']).toMatchObject({
    verdict: 'unknown',
    headline: 'No trial of it was run.',
  });
  const recording = syntheticRecording({ faults: ['kill-director'], trialsPerFault: 1 });
  const trials = recording.run.trials.map((trial) => ({ ...trial, confirmation: null, error: 'no advert was heard' }));
  const stuck = { ...recording, run: { ...recording.run, trials } };
  expect(judged(check, stuck)['kill-director']).toMatchObject({
    verdict: 'unknown',
    headline: 'Trial 0: the fault was not injected: no advert was heard.',
  });
});
