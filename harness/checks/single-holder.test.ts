import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { Recording, TrialRecord } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './single-holder.ts';

const once = { faults: ['kill-director'], trialsPerFault: 1 };

function withTrials(recording: Recording, change: (trial: TrialRecord) => TrialRecord): Recording {
  return { ...recording, run: { ...recording.run, trials: recording.run.trials.map(change) } };
}

function neverSteady(trial: TrialRecord): TrialRecord {
  const nothing = { steadyAtMs: null, injectDueMs: null, effective: null, confirmation: null };
  return { ...trial, ...nothing, healStartedAtMs: null, healedAtMs: null, endedAtMs: null, error: 'never steady' };
}

/** Both directors hold the VIP and send adverts from the start, as with passwords that differ. */
function splitBrain(recording: Recording): Recording {
  const held = withSeries(recording, 'vip-holder', (all) =>
    all.slice(0, 2).map((one) => ({ ...one, value: { ...one.value, held: true } })),
  );
  const alive = withSeries(held, 'node-state', () => []);
  const [advert] = recording.series('advert');
  if (advert === undefined) throw new Error('there are no adverts');
  return withSeries(alive, 'advert', () =>
    Array.from({ length: 20 }, (_, n) => ({
      ...advert,
      at: 100_000 + n * 500,
      value: { ...advert.value, source: `198.18.0.${11 + (n % 2)}`, priority: 100 - 10 * (n % 2) },
    })),
  );
}

test('one holder before each fault and after it', () => {
  const all = judged(check, syntheticRecording());
  expect(Object.keys(all)).toEqual(['run', 'kill-director', 'stop-keepalived', 'kill-keepalived', 'pause-director']);
  expect(Object.values(all).every((one) => one.verdict === 'pass')).toBe(true);
  expect(all.run).toMatchObject({ measured: { median: 1, min: 1, max: 1, trials: 12 }, limit: { low: 1, high: 1 } });
  expect(all.run?.headline).toBe('Exactly one director held the VIP before each fault, 12 trials.');
  expect(all['pause-director']?.headline).toBe(
    'Exactly one director held the VIP once settled; while the fault lasted two held it for up to 1.999 s, 3 trials.',
  );
});

test('a trial that never settles because two hold the VIP fails', () => {
  const recording = syntheticRecording({ ...once, breaks: { neverSettles: true } });
  expect(recording.run.trials[0]?.endedAtMs).toBeNull();
  expect(judged(check, recording)['kill-director']).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 0: director-1 and director-2 both held the VIP and the cluster never settled.',
  });
  expect(verdicts(check, recording).run).toBe('pass');
});

test('also when the directors were stopped before the recording ended', () => {
  const recording = syntheticRecording({ ...once, breaks: { neverSettles: true } });
  const lastMs = recording.series('advert').at(-1)?.at ?? 0;
  const stopped = withSeries(recording, 'node-state', (all) => [
    ...all,
    { series: 'node-state', at: lastMs + 5000, node: 'director-1', value: { state: 'dead' } },
    { series: 'node-state', at: lastMs + 5000, node: 'director-2', value: { state: 'dead' } },
  ]);
  expect(judged(check, stopped)['kill-director']).toMatchObject({ verdict: 'fail' });
});

test('two masters from the start fail, with trials that were never steady and without any', () => {
  const split = splitBrain(syntheticRecording(once));
  const stuck = withTrials(split, neverSteady);
  expect(judged(check, stuck).run).toMatchObject({
    verdict: 'fail',
    headline: 'Before trial 0: director-1 and director-2 both held the VIP and the cluster never settled.',
  });
  const without = { ...split, run: { ...split.run, trials: [] } };
  expect(judged(check, without).run).toMatchObject({ verdict: 'fail' });
});

test('keepalived’s own reason is told', () => {
  const refused = 'Fri Nov 20 09:17:26 2026: (VI_1) received an invalid passwd from 198.18.0.11!';
  const split = withSeries(splitBrain(syntheticRecording(once)), 'keepalived-log', () => [
    { series: 'keepalived-log', at: 100_500, node: 'director-2', value: { line: refused } },
  ]);
  expect(judged(check, withTrials(split, neverSteady)).run?.headline).toBe(
    'Before trial 0: director-1 and director-2 both held the VIP and the cluster never settled: ' +
      'director-2 does not follow the adverts of director-1: their VRRP passwords differ.',
  );
});

test('two streams of adverts fail although one holder is seen', () => {
  const recording = syntheticRecording(once);
  const { steadyAtMs } = recording.run.trials[0] ?? {};
  const chatty = withSeries(recording, 'advert', (all) => [
    ...all,
    ...all
      .filter((one) => one.at < (steadyAtMs ?? 0) + 2500)
      .map((one) => ({ ...one, at: one.at + 300, value: { ...one.value, source: '198.18.0.12', priority: 90 } })),
  ]);
  expect(judged(check, chatty).run?.headline).toBe(
    'Before trial 0: director-1 and director-2 both sent adverts as MASTER before the fault.',
  );
  expect(verdicts(check, chatty).run).toBe('fail');
});

test('no holder once settled fails', () => {
  const recording = syntheticRecording(once);
  const endedAtMs = recording.run.trials[0]?.endedAtMs ?? 0;
  const lost = withSeries(recording, 'vip-holder', (all) => [
    ...all,
    { series: 'vip-holder', at: endedAtMs - 1, node: 'director-1', value: { address: '198.18.0.10', held: false } },
  ]);
  expect(judged(check, lost)['kill-director']).toMatchObject({
    verdict: 'fail',
    headline: 'Trial 0: no director held the VIP after healing.',
  });
});

test('unknown: nobody watched, no trials, never settled for another reason, interrupted', () => {
  const recording = syntheticRecording(once);
  const unknown = { run: 'unknown', 'kill-director': 'unknown' };
  expect(
    verdicts(
      check,
      withSeries(recording, 'vip-holder', () => []),
    ),
  ).toEqual(unknown);
  expect(verdicts(check, syntheticRecording({ ...once, trialsPerFault: 0 }))).toEqual(unknown);
  const open = withTrials(recording, (trial) => ({ ...trial, endedAtMs: null, error: 'a real server is missing' }));
  expect(judged(check, open)['kill-director']).toMatchObject({
    verdict: 'unknown',
    headline: 'Trial 0: the cluster was never seen settled: a real server is missing.',
  });
  const frozen = syntheticRecording({ ...once, breaks: { neverSettles: true }, run: { status: 'interrupted' } });
  expect(verdicts(check, frozen)['kill-director']).toBe('unknown');
  const died = { ...frozen, run: { ...frozen.run, status: 'running' as const } };
  expect(verdicts(check, died)['kill-director']).toBe('unknown');
});
