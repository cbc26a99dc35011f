import { expect, test } from 'vitest';
import { type BalanceOptions, balanceRecording, inTurn } from '../measure/synthetic-balance.ts';
import { blankRun } from '../measure/synthetic-run.ts';
import { check } from './counts-reconcile.ts';
import { judged } from './judged.ts';

const even = { 'real-server-1': 10, 'real-server-2': 10, 'real-server-3': 10, 'real-server-4': 10 };

function judgement(options: BalanceOptions = {}) {
  return judged(check, balanceRecording({ services: [{ label: 'rr 1:1:1:1', scheduler: 'rr' }], ...options }))[
    'rr 1:1:1:1'
  ];
}

test('pass: three witnesses say the same of each real server', () => {
  expect(judgement()).toMatchObject({
    verdict: 'pass',
    headline: 'Client, IPVS and httpd agree on 40 connections (10, 10, 10, 10) and 40 requests.',
    measured: { median: 0 },
  });
});

test('a kept connection is one decision and many requests', () => {
  const balance = { traffic: 'keep-alive', connections: 4, requestsPerConnection: 50 } as const;
  expect(judgement({ balance })?.headline).toContain('agree on 4 connections (1, 1, 1, 1) and 200 requests');
});

test('connections that IPVS refuses are in none of its counters', () => {
  const choose: BalanceOptions['choose'] = (turn) => (turn.connection < 5 ? null : inTurn(turn));
  expect(judgement({ choose })).toMatchObject({ verdict: 'pass', headline: expect.stringContaining('; 5 refused)') });
});

test('fail: a connection too many, one too few, and a request that nobody sent, with all numbers', () => {
  const counted = (realServer: string, count: number): BalanceOptions => ({
    trial: { kernelConnections: { ...even, [realServer]: count } },
  });
  expect(judgement(counted('real-server-3', 11))).toMatchObject({
    verdict: 'fail',
    headline: 'The counts contradict each other. real-server-3: 10 connections by the client, 11 by IPVS.',
    measured: { median: 1 },
  });
  expect(judgement(counted('real-server-3', 9))?.verdict).toBe('fail');
  expect(judgement({ trial: { loggedRequests: { ...even, 'real-server-1': 12 } } })?.headline).toBe(
    'The counts contradict each other. real-server-1: 10 answers to the client, 12 requests in its access log.',
  );
  // Who refused was a real server: IPVS had chosen it.
  const choose: BalanceOptions['choose'] = (turn) => (turn.connection === 0 ? null : inTurn(turn));
  expect(judgement({ choose, trial: { kernelConnections: even } })?.verdict).toBe('fail');
});

test('a connection without an answer is somewhere: IPVS and a log may have it, once', () => {
  const lost = (outcome: 'reset' | 'connect-timeout', kernel: number, logged = 9): BalanceOptions => ({
    choose: (turn) => (turn.connection === 3 ? { outcome } : inTurn(turn)),
    trial: {
      kernelConnections: { ...even, 'real-server-1': kernel },
      loggedRequests: { ...even, 'real-server-1': logged },
    },
  });
  expect(judgement(lost('reset', 10))).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('; 1 without an answer)'),
  });
  expect(judgement(lost('reset', 10, 10))?.verdict).toBe('pass');
  expect(judgement(lost('reset', 11))?.verdict).toBe('fail');
  // It was made, so that IPVS must have it; of a SYN that was never answered nobody knows.
  expect(judgement(lost('reset', 9))?.headline).toBe(
    'The counts contradict each other. IPVS scheduled 39 connections, the client made 40.',
  );
  expect(judgement(lost('connect-timeout', 9))?.verdict).toBe('pass');
});

test('unknown: not read, not complete, or nothing there', () => {
  expect(judgement({ trial: { kernelConnections: null } })).toMatchObject({
    verdict: 'unknown',
    headline: 'The counters of IPVS were not read, so that nobody confirms what the client counted.',
  });
  expect(judgement({ trial: { loggedRequests: null } })?.verdict).toBe('unknown');
  expect(judgement({ trial: { error: 'the client ended' } })?.headline).toMatch(/the client ended/);
  expect(judgement({ without: ['assignment'] })?.headline).toBe(
    'The counts cannot be compared: only 0 of 40 connections are in the recording.',
  );
  expect(check.concerns?.(blankRun({}))).toBe(false);
  expect(check.concerns?.(blankRun({ balanceTrials: [] }))).toBe(true);
});

test('fail comes before what was not read', () => {
  const trial = { kernelConnections: null, loggedRequests: { ...even, 'real-server-4': 3 } };
  expect(judgement({ trial })?.verdict).toBe('fail');
});
