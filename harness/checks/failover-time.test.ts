import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { RequestValue } from '../model.ts';
import { check } from './failover-time.ts';
import { judged, verdicts } from './judged.ts';

const dead = { faults: ['kill-director'], trialsPerFault: 3 };

test('every fault within its own prediction, phase by phase', () => {
  const all = judged(check, syntheticRecording());
  expect(Object.values(all).map((one) => one.verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(all['kill-director']?.headline).toMatch(
    /^Service was impaired for 3\.\d+ s \(2\.\d+ to 3\.\d+ s\), give or take 0\.010 s \(2\.7\d+ to 3\.648 s predicted\); \d+ requests impaired, \d+ of them lost; 3 trials\.$/,
  );
  expect(all['kill-keepalived']?.headline).toBe('Clients noticed nothing (0.000 to 0.030 s predicted), 3 trials.');
  expect(all['kill-director']?.bound).toBe(10);
  expect(all['kill-director']?.limit?.high).toBeCloseTo((all['kill-director']?.predicted?.high ?? 0) + 10, 6);
});

test('an outage that outlasts the takeover fails', () => {
  expect(verdicts(check, syntheticRecording({ ...dead, breaks: { extraOutageMs: 400 } }))['kill-director']).toBe(
    'fail',
  );
});

test('an outage that is too short fails: the phases are held apart', () => {
  expect(verdicts(check, syntheticRecording({ ...dead, breaks: { detectionErrorMs: -60 } }))['kill-director']).toBe(
    'fail',
  );
});

test('an outage where clients should notice nothing fails', () => {
  const recording = syntheticRecording({ faults: ['kill-keepalived'], breaks: { extraOutageMs: 200 } });
  expect(judged(check, recording)['kill-keepalived']).toMatchObject({ verdict: 'fail' });
  expect(judged(check, recording)['kill-keepalived']?.headline).toContain('0.000 to 0.030 s predicted');
});

test('late answers here and there are no outage while adverts are only late; many of them prove nothing, and lost ones fail', () => {
  const recording = syntheticRecording({ faults: ['kill-keepalived'], trialsPerFault: 1 });
  const faults = recording.run.faults.map((facts) => ({ ...facts, lateness: 'delay' as const }));
  const struckMs = recording.run.trials[0]?.effective?.latestMs ?? 0;
  const every = (step: number, change: Partial<RequestValue>) => {
    const disturbed = withSeries(recording, 'request', (all) =>
      all.map((one, index) =>
        one.at > struckMs + 100 && one.at < struckMs + 4000 && index % step === 0
          ? { ...one, value: { ...one.value, ...change } }
          : one,
      ),
    );
    return judged(check, { ...disturbed, run: { ...disturbed.run, faults } })['kill-keepalived'];
  };
  expect(every(100, { latencyMs: 80 })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('4 requests impaired, 0 of them lost'),
  });
  expect(every(10, { latencyMs: 80 })?.verdict).toBe('unknown');
  expect(every(10, { outcome: 'reset' })?.verdict).toBe('fail');
});

test('too long by no more than answers were late before a fault proves nothing; by more, or with nothing late before, it fails', () => {
  const recording = syntheticRecording({
    faults: ['kill-keepalived'],
    trialsPerFault: 2,
    breaks: { extraOutageMs: 200 },
  });
  const [{ steadyAtMs, effective } = { steadyAtMs: null, effective: null }] = recording.run.trials;
  const struckMs = effective?.earliestMs ?? 0;
  const before = (lateMs: number, change: Partial<RequestValue> = { latencyMs: 80 }) => {
    const fromMs = struckMs - 200 - lateMs;
    expect(fromMs).toBeGreaterThan(steadyAtMs ?? 0);
    const disturbed = withSeries(recording, 'request', (all) =>
      all.map((one) =>
        one.at >= fromMs && one.at < fromMs + lateMs ? { ...one, value: { ...one.value, ...change } } : one,
      ),
    );
    return judged(check, disturbed)['kill-keepalived'];
  };
  expect(before(0)?.verdict).toBe('fail');
  expect(before(50)?.verdict).toBe('fail');
  expect(before(300)).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringContaining('before a fault, when nothing was broken'),
  });
  expect(before(300, { outcome: 'reset' })?.verdict).toBe('fail');
});

test('service that did not come back before healing fails', () => {
  const recording = syntheticRecording({ ...dead, breaks: { noTakeover: true } });
  expect(judged(check, recording)['kill-director']).toMatchObject({ verdict: 'fail', measured: null });
  expect(judged(check, recording)['kill-director']?.headline).toContain('had not recovered when healing began');
});

test('unknown: a fault that did nothing, no trials, no requests, a prober that fell behind', () => {
  const unknown = { 'kill-director': 'unknown' };
  expect(verdicts(check, syntheticRecording({ ...dead, breaks: { doesNothing: true } }))).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ ...dead, trialsPerFault: 0 }))).toEqual(unknown);
  expect(
    verdicts(
      check,
      withSeries(syntheticRecording(dead), 'request', () => []),
    ),
  ).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ faults: ['kill-keepalived'], breaks: { latenessMs: 120 } }))).toEqual({
    'kill-keepalived': 'unknown',
  });
});

test('unknown: the user interrupted the trial before service came back; without that it fails', () => {
  const cut = syntheticRecording({ ...dead, breaks: { noTakeover: true, neverSettles: true } });
  expect(verdicts(check, cut)).toEqual({ 'kill-director': 'fail' });
  const interrupted = { ...cut, run: { ...cut.run, status: 'interrupted' as const } };
  expect(judged(check, interrupted)['kill-director']).toMatchObject({ verdict: 'unknown' });
  expect(judged(check, interrupted)['kill-director']?.headline).toContain('the user interrupted it');
});

test('unknown: nothing to predict from', () => {
  expect(
    verdicts(
      check,
      withSeries(syntheticRecording(dead), 'advert', () => []),
    ),
  ).toEqual({ 'kill-director': 'unknown' });
});
