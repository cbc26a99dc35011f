import { expect, test } from 'vitest';
import { syntheticRecording, syntheticTopology } from '../measure/synthetic-run.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './reversion-time.ts';

const once = { faults: ['kill-director'], trialsPerFault: 1 };
const topology = syntheticTopology();
const staying = { ...topology, vrrp: { ...topology.vrrp, preempt: false } };

test('restarted directors wait for their timer, thawed ones do not', () => {
  const all = judged(check, syntheticRecording());
  expect(Object.values(all).map((one) => one.verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(all['kill-director']?.headline).toMatch(
    /^The old master was back 3\.639 s .*after it was healed \(3\.604 to 3\.819 s predicted\), 0 requests impaired, 3 trials\.$/,
  );
  expect(all['pause-director']?.predicted).toEqual({ low: 0, high: 100.5 });
});

test.each([
  ['too late', 600],
  ['too early', -600],
])('%s fails', (_, reversionErrorMs) => {
  const recording = syntheticRecording({ ...once, breaks: { reversionErrorMs } });
  expect(judged(check, recording)['kill-director']).toMatchObject({ verdict: 'fail' });
  expect(judged(check, recording)['kill-director']?.headline).toContain('3.604 to 3.819 s predicted');
});

test('a thawed director that waits for its timer fails', () => {
  const recording = syntheticRecording({
    faults: ['pause-director'],
    trialsPerFault: 1,
    breaks: { reversionErrorMs: 3600 },
  });
  expect(verdicts(check, recording)).toEqual({ 'pause-director': 'fail' });
});

test('without preemption taking the VIP back is the failure', () => {
  const recording = syntheticRecording({ ...once, topology: staying });
  expect(judged(check, recording)['kill-director']?.headline).toBe(
    'Trial 0: director-1 took the VIP back although it should not have.',
  );
});

test('without preemption staying BACKUP is right', () => {
  const recording = syntheticRecording({ ...once, topology: staying });
  const adverts = recording.series('advert');
  const healStartedAtMs = recording.run.trials[0]?.healStartedAtMs ?? 0;
  const quiet = adverts.filter((one) => one.value.priority !== 100 || one.at < healStartedAtMs);
  const series: typeof recording.series = (name) =>
    name === 'advert' ? (quiet as unknown as ReturnType<typeof recording.series<typeof name>>) : recording.series(name);
  expect(verdicts(check, { ...recording, series })).toEqual({ 'kill-director': 'pass' });
});

test('with preemption staying BACKUP fails', () => {
  const recording = syntheticRecording(once);
  const trials = recording.run.trials.map((trial) => ({ ...trial, endedAtMs: (trial.healedAtMs ?? 0) + 1000 }));
  expect(judged(check, { ...recording, run: { ...recording.run, trials } })['kill-director']).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 0: director-1 did not become MASTER again, 3.604 to 3.819 s predicted.',
  });
});

test('unknown: a fault that did nothing, no trials, nobody had taken over, not healed', () => {
  const unknown = { 'kill-director': 'unknown' };
  expect(verdicts(check, syntheticRecording({ ...once, breaks: { doesNothing: true } }))).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ ...once, trialsPerFault: 0 }))).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ ...once, breaks: { noTakeover: true } }))).toEqual(unknown);
  const recording = syntheticRecording(once);
  const trials = recording.run.trials.map((trial) => ({ ...trial, healedAtMs: null, restored: null, endedAtMs: null }));
  expect(verdicts(check, { ...recording, run: { ...recording.run, trials } })).toEqual(unknown);
});
