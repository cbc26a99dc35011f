import { expect, test } from 'vitest';
import { syntheticRecording, syntheticTopology, withSeries } from '../measure/synthetic-run.ts';
import type { Judgement, Recording, RequestValue } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './reversion-time.ts';

const once = { faults: ['kill-director'], trialsPerFault: 1 };
const topology = syntheticTopology();
const staying = { ...topology, vrrp: { ...topology.vrrp, preempt: false } };
const equal = { ...topology, directors: topology.directors.map((director) => ({ ...director, priority: 100 })) };

/** As if the other director had gone on where the old master came back. */
function withoutReturn(recording: Recording): Recording {
  const healStartedAtMs = recording.run.trials[0]?.healStartedAtMs ?? 0;
  return withSeries(recording, 'advert', (adverts) =>
    adverts.map((one) =>
      one.at < healStartedAtMs ? one : { ...one, value: { ...one.value, source: '198.18.0.12', priority: 90 } },
    ),
  );
}

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

/** Every request in a time around the switch back, in ms from it, meets this. */
function aroundSwitch(fromMs: number, toMs: number, change: Partial<RequestValue>): Judgement | undefined {
  const recording = syntheticRecording(once);
  const restoredMs = recording.run.trials[0]?.restored?.earliestMs ?? 0;
  const switchMs = restoredMs + (judged(check, recording)['kill-director']?.measured?.median ?? 0);
  const disturbed = withSeries(recording, 'request', (all) =>
    all.map((one) =>
      one.at >= switchMs + fromMs && one.at < switchMs + toMs ? { ...one, value: { ...one.value, ...change } } : one,
    ),
  );
  return judged(check, disturbed)['kill-director'];
}

test('requests that the switch back loses fail, but those under way; before it a container starts', () => {
  const reset = { outcome: 'reset', realServer: null } as const;
  expect(aroundSwitch(0, 30, reset)).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('3 requests impaired, 3 of them at the switch, 1 trial.'),
  });
  expect(aroundSwitch(0, 100, reset)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(
      /10 of \d+ requests around the switch were impaired, 10 lost, none predicted, \d allowed\.$/,
    ),
  });
  expect(aroundSwitch(-3000, -1200, reset)).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('requests impaired, none of them at the switch'),
  });
});

test('late answers at the switch may be the machine’s: unknown', () => {
  expect(aroundSwitch(0, 100, { latencyMs: 80 })?.verdict).toBe('unknown');
});

test('without preemption taking the VIP back is the failure', () => {
  const recording = syntheticRecording({ ...once, topology: staying });
  expect(judged(check, recording)['kill-director']?.headline).toBe(
    'Trial 0: director-1 took the VIP back although it should not have, 0 requests impaired.',
  );
});

test('without preemption staying BACKUP is right', () => {
  const recording = withoutReturn(syntheticRecording({ ...once, topology: staying }));
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'pass',
    headline: 'The old master stayed BACKUP, as predicted, when it was back; 0 requests impaired, 1 trial.',
  });
});

test('unknown: a director that was not watched for as long as coming back would have taken', () => {
  const recording = withoutReturn(syntheticRecording({ ...once, topology: staying }));
  const untilMs = (recording.run.trials[0]?.healedAtMs ?? 0) + 1000;
  const short = withSeries(recording, 'advert', (adverts) => adverts.filter(({ at }) => at < untilMs));
  expect(judged(check, short)['kill-director']?.headline).toMatch(
    /^Trial 0: director-1 had not come back, but it was watched for [12]\.\d+ s only, 3\.809 s are needed\.$/,
  );
  expect(verdicts(check, short)).toEqual({ 'kill-director': 'unknown' });
});

test('a director does not preempt one of its own priority', () => {
  expect(verdicts(check, syntheticRecording({ ...once, topology: equal }))).toEqual({ 'kill-director': 'fail' });
  const recording = withoutReturn(syntheticRecording({ ...once, topology: equal }));
  expect(verdicts(check, recording)).toEqual({ 'kill-director': 'pass' });
});

test('a director that speaks up and is sent back at once has not come back', () => {
  const recording = withoutReturn(syntheticRecording({ ...once, topology: equal }));
  const atMs = (recording.run.trials[0]?.restored?.latestMs ?? 0) + 1;
  const spoken = withSeries(recording, 'advert', (adverts) => {
    const [first] = adverts;
    if (first === undefined) throw new Error('there are adverts');
    return [...adverts, { ...first, at: atMs, value: { ...first.value, source: '198.18.0.11', priority: 100 } }];
  });
  const yielded = withSeries(spoken, 'vip-holder', (seen) => [
    ...seen,
    { series: 'vip-holder', at: atMs + 2, node: 'director-1', value: { address: '198.18.0.10', held: true } },
    { series: 'vip-holder', at: atMs + 4, node: 'director-1', value: { address: '198.18.0.10', held: false } },
  ]);
  expect(verdicts(check, yielded)).toEqual({ 'kill-director': 'pass' });
});

test('preempt_delay and priority 255 are predicted', () => {
  const delayed = { ...topology, vrrp: { ...topology.vrrp, preemptDelayMs: 3000 } };
  const late = syntheticRecording({ ...once, topology: delayed, breaks: { reversionErrorMs: 2400 } });
  expect(judged(check, late)['kill-director']).toMatchObject({
    verdict: 'pass',
    predicted: { low: 5604.375, high: 6819.375 },
  });
  const [first, second] = topology.directors;
  if (first === undefined || second === undefined) throw new Error('there are two directors');
  const owner = { ...topology, directors: [{ ...first, priority: 255, initialState: 'MASTER' as const }, second] };
  const atOnce = syntheticRecording({ ...once, topology: owner, breaks: { reversionErrorMs: -2950 } });
  expect(judged(check, atOnce)['kill-director']).toMatchObject({ verdict: 'pass', predicted: { low: 0, high: 210 } });
});

test('with preemption staying BACKUP fails', () => {
  expect(judged(check, withoutReturn(syntheticRecording(once)))['kill-director']).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 0: director-1 did not become MASTER again, 3.604 to 3.819 s predicted.',
  });
});

test('faults that leave the master alive have no way back', () => {
  const recording = syntheticRecording(once);
  const faults = recording.run.faults.map((facts) => ({ ...facts, hearing: 'all-deaf' as const }));
  expect(judged(check, { ...recording, run: { ...recording.run, faults } })).toEqual({});
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
