import { expect, test } from 'vitest';
import { syntheticRecording } from '../measure/synthetic-run.ts';
import type { Verdict } from '../model.ts';
import type { Check } from './check.ts';
import { check as detectionTime } from './detection-time.ts';
import { check as failoverTime } from './failover-time.ts';
import { check as faultConfirmed } from './fault-confirmed.ts';
import { judgeRun } from './judge.ts';
import { check as kernelTrouble } from './kernel-trouble.ts';
import { check as proberLateness } from './prober-lateness.ts';
import { check as requestOutcomes } from './request-outcomes.ts';
import { check as reversionTime } from './reversion-time.ts';
import { check as singleHolder } from './single-holder.ts';
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
