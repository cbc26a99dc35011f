import { describe, expect, test } from 'vitest';
import { adverts, every, quietFault, scripted, trialAt } from '../measure/scripted-run.ts';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import { check } from './detection-time.ts';
import { judged, verdicts } from './judged.ts';

const silent = { faults: ['kill-director'], trialsPerFault: 3 };

test('every fault within the tolerance', () => {
  const all = judged(check, syntheticRecording());
  expect(Object.values(all).map((one) => one.verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
  expect(all['kill-director']).toMatchObject({
    unit: 'ms',
    predicted: { low: 3648.437, high: 3648.437 },
    limit: { low: 3643.437, high: 3748.437 },
    bound: 1,
    measured: { trials: 3 },
  });
  expect(all['kill-director']?.headline).toBe(
    'Backup took over 3.649 s after the last advert (3.648 s predicted), 3 trials.',
  );
  expect(all['stop-keepalived']?.headline).toContain('after the advert of priority 0 (0.648 s predicted)');
});

test.each([
  ['too late', 110, 'fail'],
  ['late but allowed', 90, 'pass'],
  ['too early', -7, 'fail'],
])('%s', (_, detectionErrorMs, verdict) => {
  expect(verdicts(check, syntheticRecording({ ...silent, breaks: { detectionErrorMs } }))).toEqual({
    'kill-director': verdict,
  });
});

test('a takeover 500 ms late is told with both numbers', () => {
  const recording = syntheticRecording({ ...silent, breaks: { detectionErrorMs: 500 } });
  expect(judged(check, recording)['kill-director']?.headline).toMatch(
    /^Trial 0: director-2 took over 4\.149 s after the last advert, 3\.648 s predicted, 3\.643 to 3\.748 s allowed\. 3 of 3 trials failed\.$/,
  );
});

test('one bad trial among good ones fails the fault', () => {
  const recording = syntheticRecording({ ...silent });
  const takeoverMs = recording.series('advert').find((one) => one.value.priority === 90)?.at ?? 0;
  const delayed = withSeries(recording, 'advert', (adverts) =>
    adverts.map((one) => (one.at === takeoverMs ? { ...one, at: one.at + 300 } : one)),
  );
  expect(judged(check, delayed)['kill-director']).toMatchObject({ verdict: 'fail' });
  expect(judged(check, delayed)['kill-director']?.headline).toContain('1 of 3 trials failed');
});

test('a confirmed fault without a takeover fails', () => {
  const recording = syntheticRecording({ ...silent, breaks: { noTakeover: true } });
  expect(judged(check, recording)['kill-director']).toMatchObject({ verdict: 'fail', measured: null });
  expect(judged(check, recording)['kill-director']?.headline).toContain('nobody took over from director-1');
});

test('another cluster that takes over instead is named', () => {
  const recording = syntheticRecording({ ...silent, trialsPerFault: 1, breaks: { noTakeover: true } });
  const fromMs = recording.run.trials[0]?.effective?.latestMs ?? 0;
  const taken = withSeries(recording, 'advert', (adverts) => {
    const [first] = adverts;
    if (first === undefined) throw new Error('there are adverts');
    return [
      ...adverts,
      { ...first, at: fromMs + 3000, value: { ...first.value, source: '198.18.0.61', priority: 95 } },
    ];
  });
  expect(judged(check, taken)['kill-director']?.headline).toBe(
    'Trial 0: nobody took over from director-1; 3.648 s after the last advert was predicted: ' +
      'another cluster advertises virtual router id 51 from 198.18.0.61 (priority 95).',
  );
});

test('a graceful stop that was silent in truth fails', () => {
  const recording = syntheticRecording({ faults: ['stop-keepalived'], trialsPerFault: 1 });
  const silenced = withSeries(recording, 'advert', (adverts) => adverts.filter((one) => one.value.priority > 0));
  expect(verdicts(check, silenced)).toEqual({ 'stop-keepalived': 'fail' });
});

test('a takeover nobody expected fails', () => {
  const recording = syntheticRecording({ ...silent, trialsPerFault: 1 });
  const faults = recording.run.faults.map((fault) => ({ ...fault, detection: 'none' as const }));
  expect(verdicts(check, { ...recording, run: { ...recording.run, faults } })).toEqual({ 'kill-director': 'fail' });
});

describe('a master that lives on, and whose adverts are late', () => {
  const faults = [
    quietFault('drop-adverts', { aim: 'backup', lateness: 'gap', level: { unit: 'adverts', default: 3 } }),
  ];
  const master = adverts(1, every(1000, 5000, 18_000));
  const recordingOf = (level: number, takeoverMs: number | null) =>
    scripted({
      faults,
      trials: [trialAt('drop-adverts', { target: 'director-2', level })],
      observations: [...master, ...(takeoverMs === null ? [] : adverts(2, [takeoverMs]))],
    });

  test('a takeover is due as the level says, and nobody else is asked for one', () => {
    expect(judged(check, recordingOf(3, 13_649))['drop-adverts']).toMatchObject({
      verdict: 'pass',
      headline: 'Backup took over 3.649 s after the last advert (3.648 s predicted), 1 trial.',
    });
    expect(judged(check, recordingOf(2, null))['drop-adverts']?.headline).toBe(
      'Nobody took over, as predicted, 1 trial.',
    );
  });

  test('one without need, one that is missing and one that is late fail', () => {
    for (const recording of [recordingOf(2, 13_649), recordingOf(3, null), recordingOf(3, 13_900)])
      expect(verdicts(check, recording)).toEqual({ 'drop-adverts': 'fail' });
  });
});

test('a takeover that is late because the whole machine stood still proves nothing', () => {
  const recording = syntheticRecording({ ...silent, breaks: { detectionErrorMs: 500 } });
  const stalled = withSeries(recording, 'request', (all) =>
    all.map((one) => ({ ...one, value: { ...one.value, lateMs: 300 } })),
  );
  expect(judged(check, stalled)['kill-director']).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringContaining('but the machine stood still meanwhile'),
  });
});

test('unknown: a fault that did nothing, no trials, no adverts on record', () => {
  expect(verdicts(check, syntheticRecording({ ...silent, breaks: { doesNothing: true } }))['kill-director']).toBe(
    'unknown',
  );
  expect(verdicts(check, syntheticRecording({ ...silent, trialsPerFault: 0 }))['kill-director']).toBe('unknown');
  const deaf = withSeries(syntheticRecording(silent), 'advert', () => []);
  expect(judged(check, deaf)['kill-director']).toMatchObject({ verdict: 'unknown' });
  expect(judged(check, deaf)['kill-director']?.headline).toContain('no advert of director-1 was recorded');
});
