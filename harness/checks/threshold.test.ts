import { expect, test } from 'vitest';
import { healthRecording } from '../measure/synthetic-health.ts';
import { loadedRecording } from '../measure/synthetic-loads.ts';
import { type SyntheticOptions, syntheticRecording } from '../measure/synthetic-run.ts';
import { measureRun } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { check as failoverTime } from './failover-time.ts';
import { judgeRun } from './judge.ts';
import { check } from './threshold.ts';
import { verdictOf } from './verdict.ts';

function judgement(source: string, recording: Recording) {
  const thresholds = [source];
  const input = { ...recording, run: { ...recording.run, thresholds } };
  const [one] = check.judge({ recording: input, measurements: measureRun(input) });
  if (one === undefined) throw new Error('nothing was judged');
  return one;
}

const dead = (options: SyntheticOptions = {}) => syntheticRecording({ faults: ['kill-director'], ...options });

test('the text as it was written is the subject, and what it came to stands beside it', () => {
  const one = judgement(' impaired{kill-director} .max < 400 ', dead());
  expect(one).toMatchObject({
    check: 'threshold',
    subject: ' impaired{kill-director} .max < 400 ',
    verdict: 'pass',
    unit: 'requests',
    limit: { low: 0, high: 400 },
  });
  expect(one.measured?.max).toBe(one.measured?.min);
  expect(one.measured?.trials).toBe(3);
  expect(one.predicted?.high).toBe(365);
  expect(one.headline).toMatch(
    /^It came to 3\d\d requests \(kill-director; 3 samples\), less than 400 requests asked for\.$/,
  );
});

test.each([
  ['failoverMs.max<3.7s', 'pass'],
  ['failoverMs.max<3000', 'fail'],
  ['failoverMs.min<3000', 'pass'],
  ['failoverMs.median>=2700', 'pass'],
  ['failoverMs.count>=3', 'pass'],
  ['failoverMs.count>=4', 'fail'],
  ['failoverMs.spread<500', 'fail'],
  ['failoverExcessMs.spread<20', 'pass'],
  ['lost.max==0', 'fail'],
  ['lost.max!=0', 'pass'],
] as const)('%s: %s', (source, verdict) => {
  expect(judgement(source, dead()).verdict).toBe(verdict);
});

test('without a subject each has to hold, and the worst is told', () => {
  const recording = syntheticRecording();
  const below = judgement('failoverMs.median<3000', recording);
  expect(below.verdict).toBe('fail');
  expect(below.headline).toContain('(kill-director, the worst of 4;');
  const above = judgement('failoverMs.median>=0', recording);
  expect(above).toMatchObject({ verdict: 'pass', measured: { median: 0 } });
  expect(above.headline).not.toContain('kill-director');
});

test('a count of samples that there are not is no small count: it fails like every other', () => {
  const empty = { ...dead(), series: () => [] };
  const one = judgement('impaired{kill-director}.count<10', empty);
  expect(one).toMatchObject({ verdict: 'fail', headline: expect.stringContaining('there are no samples') });
});

test('a count is of samples and has no prediction', () => {
  const one = judgement('failoverMs.count==3', dead());
  expect(one).toMatchObject({ unit: 'samples', measured: { median: 3 }, predicted: null, bound: null });
  expect(one.headline).toBe('It came to 3 samples (kill-director; 3 samples), exactly 3 samples asked for.');
});

test('no samples, failed: a fault that did nothing, and a metric that this run has not', () => {
  const nothing = judgement('failoverMs.max<4000', dead({ breaks: { doesNothing: true } }));
  expect(nothing).toMatchObject({ verdict: 'fail', measured: null });
  expect(nothing.headline).toBe('Not known of kill-director: there are no samples, no trial shows it.');
  const none = judgement('failoverMs{cut-vrrp}.max<4000', dead());
  expect(none).toMatchObject({
    verdict: 'fail',
    measured: null,
    headline: 'No samples: this run shows no failoverMs of cut-vrrp.',
  });
});

test.each(['interrupted', 'broken', 'running'] as const)(
  'no samples in a run that is %s: not known, unless another fails',
  (status) => {
    const ended = (recording: ReturnType<typeof syntheticRecording>) => ({
      ...recording,
      run: { ...recording.run, status },
    });
    const nothing = ended(dead({ breaks: { doesNothing: true } }));
    expect(judgement('failoverMs.max<4000', nothing).verdict).toBe('unknown');
    expect(judgement('failoverMs{cut-vrrp}.max<4000', nothing).verdict).toBe('unknown');
    const some = ended(syntheticRecording({ breaks: { doesNothing: true }, breakFault: 'pause-director' }));
    expect(judgement('failoverMs.max<4000', some).verdict).toBe('unknown');
    expect(judgement('failoverMs.max<1', some)).toMatchObject({ verdict: 'fail', measured: { trials: 3 } });
    expect(judgement('failoverMs.max<4000', ended(dead())).verdict).toBe('pass');
    expect(judgement('failoverMs.max<4000', ended(dead({ breaks: { noTakeover: true } }))).verdict).toBe('fail');
  },
);

test('one of several faults without samples fails, however good the others are', () => {
  const recording = syntheticRecording({ breaks: { doesNothing: true }, breakFault: 'pause-director' });
  const one = judgement('failoverMs.max<4000', recording);
  expect(one.verdict).toBe('fail');
  expect(one.headline).toContain('Not known of pause-director, the worst of 4');
});

test('a service that did not come back keeps no limit, and its time is no number', () => {
  const recording = dead({ breaks: { noTakeover: true } });
  const one = judgement('failoverMs.max<1h', recording);
  expect(one.verdict).toBe('unknown');
  const never = judgement('failoverMs.max<3600s', recording);
  expect(never).toMatchObject({ verdict: 'fail', measured: null });
  expect(never.headline).toContain('more than could be measured (kill-director; 0 samples, 3 trials beyond');
  expect(judgement('failoverMs.spread<3600s', recording).verdict).toBe('fail');
});

test('subjects of other kinds: a checker on a service, a load', () => {
  const health = healthRecording({ failure: 'refused', trials: [{}] });
  const fault = health.run.faults[0]?.name ?? '';
  expect(judgement(`removalMs{${fault} on 198.18.0.10:80}.max<3s`, health).verdict).toBe('pass');
  expect(judgement(`removalMs{${fault}}.max<3s`, health).verdict).toBe('pass');
  expect(judgement('ratioToDirect{NAT}.min>=0.7', loadedRecording()).verdict).toBe('pass');
  expect(judgement('ratioToDirect{NAT}.min>=0.9', loadedRecording()).verdict).toBe('fail');
});

test('times are told in what they are read in', () => {
  const told = (source: string, recording = dead()) => judgement(source, recording).headline;
  expect(told('failoverMs.max<4000')).toMatch(/^It came to 3\.\d{3} s .*, less than 4\.000 s asked for\.$/);
  expect(told('detectionExcessMs.max<50')).toMatch(/^It came to -?\d\.\d+ ms .*, less than 50 ms asked for\.$/);
  expect(told('lost{kill-keepalived}.max<=1', syntheticRecording())).toContain('at most 1 request asked for');
});

test('a text that this version cannot read proves nothing, and says why', () => {
  const one = judgement('failoverTime.max<1', dead());
  expect(one).toMatchObject({ verdict: 'unknown', subject: 'failoverTime.max<1' });
  expect(one.headline).toContain("there is no metric 'failoverTime'");
});

test('a threshold decides the run with the checks; a run without any is not asked', () => {
  const kept = dead({ run: { thresholds: ['impaired.max<400'] } });
  const broken = dead({ run: { thresholds: ['impaired.max<400', 'impaired.max<100'] } });
  expect(verdictOf(judgeRun([failoverTime, check], kept))).toBe('pass');
  const judgements = judgeRun([failoverTime, check], broken);
  expect(judgements.map((one) => `${one.subject} ${one.verdict}`)).toEqual([
    'kill-director pass',
    'impaired.max<400 pass',
    'impaired.max<100 fail',
  ]);
  expect(verdictOf(judgements)).toBe('fail');
  expect(judgeRun([failoverTime, check], dead()).map((one) => one.check)).toEqual(['failover-time']);
});
