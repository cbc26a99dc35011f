import { expect, test } from 'vitest';
import { syntheticRecording, withSeries } from '../measure/synthetic-run.ts';
import type { KernelMs, Recording } from '../model.ts';
import { judged, verdicts } from './judged.ts';
import { check } from './vip-left-behind.ts';

const address = '198.18.0.10';

function once(fault: string): Recording {
  return syntheticRecording({ faults: [fault], trialsPerFault: 1 });
}

/** The old master's watcher says so as well. */
function alsoSeen(recording: Recording, at: KernelMs, held: boolean): Recording {
  return withSeries(recording, 'vip-holder', (all) =>
    [...all, { series: 'vip-holder' as const, at, node: 'director-1', value: { address, held } }].sort(
      (a, b) => a.at - b.at,
    ),
  );
}

/** The old master's watcher says nothing from the fault on until then. */
function unseen(recording: Recording, untilMs: KernelMs): Recording {
  const sinceMs = recording.run.trials[0]?.injectDueMs ?? 0;
  return withSeries(recording, 'vip-holder', (all) =>
    all.filter(({ at, node }) => node !== 'director-1' || at < sinceMs || at >= untilMs),
  );
}

test('after kill -9 the VIP stays until keepalived is started again, and two answer for it', () => {
  const { 'kill-keepalived': judgement } = judged(check, once('kill-keepalived'));
  expect(judgement).toMatchObject({ verdict: 'pass', unit: 'ms', measured: { trials: 1 } });
  expect(judgement?.headline).toMatch(
    /^After kill -9 the VIP stayed on director-1 for 5\.\d{3} s, until keepalived was started there again; two directors answered for it for up to 2\.\d{3} s, 1 trial\.$/,
  );
});

test('a keepalived that is stopped gives it up, and a node that was dead comes back without it', () => {
  expect(judged(check, once('stop-keepalived'))['stop-keepalived']).toMatchObject({
    verdict: 'pass',
    predicted: { low: 0, high: 1000 },
  });
  expect(judged(check, once('kill-director'))['kill-director']).toMatchObject({
    verdict: 'pass',
    headline: 'director-1 came back without the VIP and had it again only as MASTER, 1 trial.',
    measured: { median: 0 },
  });
});

test('fails: a stopped keepalived leaves the VIP behind', () => {
  const recording = once('stop-keepalived');
  const { healStartedAtMs, endedAtMs } = recording.run.trials[0] ?? {};
  const late = alsoSeen(unseen(recording, endedAtMs ?? 0), (healStartedAtMs ?? 0) - 500, false);
  const { 'stop-keepalived': judgement } = judged(check, late);
  expect(judgement?.verdict).toBe('fail');
  expect(judgement?.headline).toMatch(
    /^Trial 0: the VIP stayed on director-1 for 2\.\d{3} s after its keepalived was stopped or lost its link, 0\.000 to 1\.000 s predicted; two directors answered for it for up to 1\.\d{3} s\.$/,
  );
});

test('fails: the VIP never goes', () => {
  const recording = once('kill-keepalived');
  expect(judged(check, unseen(recording, Number.POSITIVE_INFINITY))['kill-keepalived']).toMatchObject({
    verdict: 'fail',
    headline:
      'Trial 0: the VIP never left director-1 after kill -9, although keepalived takes it away within a second of its start.',
  });
});

test('fails: the VIP goes with nobody there to take it', () => {
  const recording = once('kill-keepalived');
  const { injectDueMs } = recording.run.trials[0] ?? {};
  expect(verdicts(check, alsoSeen(recording, (injectDueMs ?? 0) + 1000, false))).toEqual({ 'kill-keepalived': 'fail' });
});

test('fails: a restarted node has the VIP before it is MASTER', () => {
  const recording = once('kill-director');
  const { healedAtMs } = recording.run.trials[0] ?? {};
  const { 'kill-director': judgement } = judged(check, alsoSeen(recording, (healedAtMs ?? 0) + 10, true));
  expect(judgement?.verdict).toBe('fail');
  expect(judgement?.headline).toMatch(
    /^Trial 0: director-1 held the VIP for 3\.\d{3} s after it was started again, before it was MASTER\.$/,
  );
});

test('unknown: nobody watched, before the fault or after the restart; the trial broke off', () => {
  const nobody = (recording: Recording) => withSeries(recording, 'vip-holder', () => []);
  expect(verdicts(check, nobody(once('kill-keepalived')))).toEqual({ 'kill-keepalived': 'unknown' });
  expect(verdicts(check, unseen(once('kill-director'), Number.POSITIVE_INFINITY))).toEqual({
    'kill-director': 'unknown',
  });
  const never = syntheticRecording({ faults: ['kill-keepalived'], trialsPerFault: 1, breaks: { doesNothing: true } });
  expect(verdicts(check, never)).toEqual({ 'kill-keepalived': 'unknown' });
  const open = unseen(once('kill-keepalived'), Number.POSITIVE_INFINITY);
  const unsettled = { ...open.run, trials: open.run.trials.map((one) => ({ ...one, endedAtMs: null })) };
  expect(verdicts(check, { ...open, run: unsettled })).toEqual({ 'kill-keepalived': 'fail' });
  const { healStartedAtMs } = open.run.trials[0] ?? {};
  const short = withSeries({ ...open, run: unsettled }, 'request', (all) =>
    all.filter(({ at }) => at < (healStartedAtMs ?? 0) + 100),
  );
  expect(verdicts(check, short)).toEqual({ 'kill-keepalived': 'unknown' });
});

test('a frozen director holds the VIP by right', () => {
  expect(verdicts(check, once('pause-director'))).toEqual({});
});

test('a death that is recorded at its earliest instant is one', () => {
  const recording = once('kill-director');
  const earliestMs = recording.run.trials[0]?.effective?.earliestMs ?? 0;
  const dead = withSeries(recording, 'node-state', (all) =>
    all.map((one) => (one.value.state === 'dead' ? { ...one, at: earliestMs } : one)),
  );
  expect(verdicts(check, dead)).toEqual({ 'kill-director': 'pass' });
});
