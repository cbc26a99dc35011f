import { expect, test } from 'vitest';
import { suite } from '../../suites/reversion.ts';
import type { Plan } from '../run/plan.ts';
import { commandOf, exitCodeOf } from './suite.ts';

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
