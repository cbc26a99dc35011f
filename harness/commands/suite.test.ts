import { expect, test } from 'vitest';
import { suite } from '../../suites/reversion.ts';
import type { Plan } from '../run/plan.ts';
import { commandOf, exitCodeOf, optionsOf } from './suite.ts';

const aborted = AbortSignal.abort();
const going = new AbortController().signal;

test.each([
  ['all passed', ['pass', 'pass'], going, 0],
  ['one failed', ['pass', 'fail'], going, 1],
  ['one was never run', ['pass'], going, 2],
  ['Ctrl-C between the two', ['pass'], aborted, 130],
  ['Ctrl-C after one failed', ['fail'], aborted, 130],
  ['one broke off before it was judged', ['pass', null], going, 2],
] as const)('exit code when %s', (_, verdicts, signal, code) => {
  expect(
    exitCodeOf(
      verdicts.map((verdict) => ({ verdict })),
      2,
      signal,
    ),
  ).toBe(code);
});

test('the command repeats the rate of the links and the number of real servers', () => {
  const plan = { suite, seed: 7, runs: [{}, {}] } as unknown as Plan;
  const options = { out: 'results', linkRate: '1.5mbit', realServers: 10 };
  expect(commandOf(plan, options, 'auto')).toBe(
    'npm run suite reversion -- --link-rate 1.5mbit --real-servers 10 --seed 7',
  );
});

test('the command of one scenario repeats that one alone', () => {
  const plan = { suite, seed: 7, runs: [{}, {}] } as unknown as Plan;
  const options = { out: 'results', trials: 2, scenario: ['preempt', 'nopreempt'] };
  expect(commandOf(plan, options, 'auto')).toBe(
    'npm run suite reversion -- --scenario preempt nopreempt --trials 2 --seed 7',
  );
  expect(commandOf(plan, { ...options, scenario: ['preempt'] }, 'auto')).toBe(
    'npm run suite reversion -- --scenario preempt --trials 2 --seed 7',
  );
});

test('the command repeats thresholds, as a shell reads them', () => {
  const plan = { suite, seed: 7, runs: [{}, {}] } as unknown as Plan;
  const threshold = ['failoverMs{kill-director}.p95<3.7s', "lost{it's}.max<1"];
  expect(commandOf(plan, { out: 'results', threshold }, 'auto')).toBe(
    `npm run suite reversion -- --threshold 'failoverMs{kill-director}.p95<3.7s' --threshold 'lost{it'\\''s}.max<1' --seed 7`,
  );
});

test('the command of one scenario asks what that one was asked', () => {
  const runs = [
    { scenario: { name: 'preempt' }, thresholds: ['own.max<1', 'reversionMs.max<4s'] },
    { scenario: { name: 'nopreempt' }, thresholds: [] },
  ];
  const plan = { suite, seed: 7, runs } as unknown as Plan;
  const options = { out: 'results', trials: 2, threshold: ['reversionMs.max<4s', 'nopreempt/lost.max<1'] };
  expect(optionsOf(plan, options, 'preempt')).toEqual({
    out: 'results',
    trials: 2,
    scenario: ['preempt'],
    threshold: ['reversionMs.max<4s'],
  });
  expect(optionsOf(plan, options, 'nopreempt')).toEqual({ out: 'results', trials: 2, scenario: ['nopreempt'] });
});
