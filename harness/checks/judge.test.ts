import { expect, test } from 'vitest';
import { healthRecording } from '../measure/synthetic-health.ts';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Verdict } from '../model.ts';
import type { Check } from './check.ts';
import { check as detectionTime } from './detection-time.ts';
import { check as failoverTime } from './failover-time.ts';
import { check as faultConfirmed } from './fault-confirmed.ts';
import { judgeRun } from './judge.ts';
import { check as kernelTrouble } from './kernel-trouble.ts';
import { check as proberLateness } from './prober-lateness.ts';
import { check as removalTime } from './removal-time.ts';
import { check as requestOutcomes } from './request-outcomes.ts';
import { check as reversionTime } from './reversion-time.ts';
import { check as singleHolder } from './single-holder.ts';
import { check as sorryServer } from './sorry-server.ts';
import { verdictOf } from './verdict.ts';

const checks = [
  faultConfirmed,
  detectionTime,
  failoverTime,
  singleHolder,
  reversionTime,
  proberLateness,
  requestOutcomes,
  kernelTrouble,
];

test('a good run passes every check, and every headline is a sentence', () => {
  for (const seed of [1, 2, 3]) {
    const judgements = judgeRun(checks, syntheticRecording({ seed }));
    expect(judgements.filter((one) => one.verdict !== 'pass')).toEqual([]);
    expect(new Set(judgements.map((one) => one.check)).size).toBe(checks.length);
    for (const { headline } of judgements) expect(headline).toMatch(/^[A-Z].*\.$/);
    expect(verdictOf(judgements)).toBe('pass');
  }
});

test('a fault that does nothing makes the run unknown, not failed', () => {
  const judgements = judgeRun(checks, syntheticRecording({ trialsPerFault: 1, breaks: { doesNothing: true } }));
  expect(verdictOf(judgements)).toBe('unknown');
});

test('judging again gives the same', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  expect(judgeRun(checks, recording)).toEqual(judgeRun(checks, recording));
});

test('a check that throws, or says nothing, is unknown; the others go on', () => {
  const broken: Check = {
    name: 'broken',
    summary: 'Throws.',
    judge: () => {
      throw new Error('division by nothing');
    },
  };
  const silent: Check = { name: 'silent', summary: 'Says nothing.', judge: () => [] };
  const judgements = judgeRun([broken, silent, kernelTrouble], syntheticRecording({ trialsPerFault: 1 }));
  expect(judgements.map((one) => [one.check, one.verdict])).toEqual([
    ['broken', 'unknown'],
    ['silent', 'unknown'],
    ['kernel-trouble', 'pass'],
  ]);
  expect(judgements[0]?.headline).toContain('division by nothing');
});

test('a check that the run does not concern is left out, unless nothing else asks about the faults', () => {
  const recording = syntheticRecording({ trialsPerFault: 1 });
  const elsewhere: Check = { name: 'elsewhere', summary: 'Of another suite.', concerns: () => false, judge: () => [] };
  const verdicts = (all: readonly Check[]) => judgeRun(all, recording).map((one) => [one.check, one.verdict]);
  expect(
    verdicts([elsewhere, singleHolder]).every(([name, verdict]) => name !== 'elsewhere' && verdict === 'pass'),
  ).toBe(true);
  expect(verdicts([elsewhere, kernelTrouble])).toEqual([
    ['elsewhere', 'unknown'],
    ['kernel-trouble', 'pass'],
  ]);
  expect(verdicts([elsewhere])).toEqual([['elsewhere', 'unknown']]);
});

test('a check whose trials are missing is asked all the same', () => {
  const judgements = judgeRun(
    [detectionTime, reversionTime, faultConfirmed],
    syntheticRecording({ trialsPerFault: 0 }),
  );
  expect(judgements.length).toBeGreaterThan(0);
  expect(new Set(judgements.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
  expect(new Set(judgements.map(({ check }) => check))).toContain('reversion-time');
});

test('a health run without a sorry server passes', () => {
  const judgements = judgeRun([removalTime, sorryServer, faultConfirmed], healthRecording());
  expect(judgements.map((one) => [one.check, one.verdict])).toEqual([
    ['removal-time', 'pass'],
    ['fault-confirmed', 'pass'],
  ]);
});

test('a recording that cannot be measured makes every check unknown', () => {
  const { run } = syntheticRecording({ trialsPerFault: 1 });
  const series = () => {
    throw new Error('no such file');
  };
  const judgements = judgeRun(checks, { run, series });
  expect(judgements.map((one) => one.verdict)).toEqual(checks.map(() => 'unknown'));
});

test.each<[Verdict[], Verdict]>([
  [['pass', 'pass'], 'pass'],
  [['pass', 'unknown'], 'unknown'],
  [['unknown', 'fail', 'pass'], 'fail'],
  [[], 'unknown'],
])('%j together are %s', (verdicts, expected) => {
  expect(verdictOf(verdicts.map((verdict) => ({ verdict })))).toBe(expected);
});
