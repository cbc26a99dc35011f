import { expect, test } from 'vitest';
import { simulate } from '../ipvs/schedulers/simulate.ts';
import { arrivalOf, scheduledService } from '../measure/scheduled.ts';
import {
  type BalanceOptions,
  balanceRecording,
  balanceTopology,
  inTurn,
  type Turn,
} from '../measure/synthetic-balance.ts';
import type { VirtualService } from '../model.ts';
import { check } from './balance-findings.ts';
import { judged } from './judged.ts';

function judgement(service: Partial<VirtualService>, options: BalanceOptions = {}) {
  return judged(check, balanceRecording({ ...options, services: [{ label: 'it', ...service }] })).it;
}

/** Of the numbers of connections that each real server is to get, in their order. */
function shares(...counts: number[]): (turn: Turn) => string {
  const places = counts.flatMap((count, index) => Array<number>(count).fill(index + 1));
  return ({ connection }) => `real-server-${places[connection]}`;
}

/** As sh does: the same client always the same. */
function hashed({ service, list, connection, source }: Turn): string | null {
  const scheduled = scheduledService(balanceTopology([service]), service);
  return simulate(scheduled, list).next(arrivalOf(service, { source, sourcePort: 20_000 + connection }));
}

const first = () => 'real-server-1';

test('sed and nq: one at a time goes to one real server', () => {
  const sed = { scheduler: 'sed' as const, weights: [2, 1, 1, 1] };
  expect(judgement(sed, { choose: first })).toMatchObject({
    verdict: 'pass',
    headline: 'sed sends all of 40 connections that come one at a time to real-server-1, whose weight is 40 % of all.',
    measured: { median: 100 },
  });
  expect(judgement(sed, { choose: shares(39, 1) })).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining('97.5 % of 40 connections'),
  });
  expect(judgement({ scheduler: 'nq' }, { choose: inTurn })?.verdict).toBe('fail');
  expect(judgement(sed, { choose: first, trial: { error: 'broken' } })?.verdict).toBe('unknown');
  // Several at a time keep more than one busy: nothing is said of that.
  expect(judgement(sed, { balance: { traffic: 'concurrent', concurrency: 4 } })).toBeUndefined();
});

test('lc and wlc: short connections are shared as if by turns', () => {
  expect(judgement({ scheduler: 'lc' }, { choose: shares(10, 10, 10, 10) })?.headline).toBe(
    'lc shares 40 short connections 10 : 10 : 10 : 10, up to 0.0 % from what rr would give (0.0 % predicted).',
  );
  const wlc = { scheduler: 'wlc' as const, weights: [1, 2, 3, 4] };
  expect(judgement(wlc, { choose: shares(4, 8, 12, 16) })?.verdict).toBe('pass');
  expect(judgement(wlc, { choose: shares(10, 10, 10, 10) })?.verdict).toBe('fail');
  expect(judgement(wlc, { trial: { endedAtMs: null } })?.verdict).toBe('unknown');
  // Several at a time, of which those of one real server stay open long.
  const balance = { traffic: 'concurrent', concurrency: 8 } as const;
  const latencyMs = (realServer: string | null) => (realServer === 'real-server-1' ? 1001.5 : undefined);
  const choose = (turn: Turn) => (turn.connection < 8 ? inTurn(turn) : `real-server-${2 + (turn.connection % 3)}`);
  expect(judgement({ scheduler: 'lc' }, { balance, choose, latencyMs })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(
      /40 short connections, 8 at a time, 2 : .*: one that is open counts as much as 256/,
    ),
  });
});

test('a late real server: those that count connections spare it, turns do not', () => {
  const balance = { traffic: 'slow-server', concurrency: 8, slowByMs: 1000 } as const;
  const latencyMs = (realServer: string | null) => (realServer === 'real-server-1' ? 1001.5 : undefined);
  const seen = (scheduler: 'rr' | 'wlc', choose: NonNullable<BalanceOptions['choose']>) =>
    judgement({ scheduler }, { balance, choose, latencyMs });
  // Two of the first eight, and no more as long as these are open.
  const sparing = (turn: Turn) => (turn.connection < 8 ? inTurn(turn) : `real-server-${2 + (turn.connection % 3)}`);
  expect(seen('wlc', sparing)).toMatchObject({
    verdict: 'pass',
    headline: 'wlc spares real-server-1, which answers late: 5.0 % of 40 connections, 25.0 % is its part.',
    limit: { low: 0, high: 20 },
  });
  expect(seen('rr', inTurn)?.headline).toMatch(/^rr does not spare real-server-1/);
  expect(seen('wlc', inTurn)).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/^wlc does not spare .*; the opposite was predicted\.$/),
  });
  expect(seen('rr', sparing)).toMatchObject({ verdict: 'fail', headline: expect.stringMatching(/^rr spares/) });
  expect(judgement({ scheduler: 'rr' }, { balance, trial: { endedAtMs: null } })?.verdict).toBe('unknown');
});

test('lc, several at a time: a threshold that lies within what their order leaves open is nobody’s failure', () => {
  const balance = { traffic: 'concurrent', concurrency: 8, connections: 36 } as const;
  const seen = (choose: NonNullable<BalanceOptions['choose']>) => judgement({ scheduler: 'lc' }, { balance, choose });
  // The four that come last come together, and each may have been the first of them.
  expect(seen((turn) => (turn.connection === 35 ? 'real-server-4' : inTurn(turn)))).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringMatching(
      / 8 : 9 : 9 : 10, up to 11\.1 % from what rr would give \(0\.0 to \d+\.\d % predicted\).* leaves open whether it is to be nearly that\.$/,
    ),
  });
  expect(seen(inTurn)?.verdict).toBe('pass');
  expect(seen(first)?.verdict).toBe('fail');
});

test('a real server that was to answer late and did not shows nothing', () => {
  const balance = { traffic: 'slow-server', concurrency: 8, slowByMs: 1000 } as const;
  const seen = (lateMs: number, choose: NonNullable<BalanceOptions['choose']> = inTurn) =>
    judgement({ scheduler: 'rr' }, { balance, choose, latencyMs: (name) => (name === 'real-server-1' ? lateMs : 1.5) });
  expect(seen(1.5)).toMatchObject({
    verdict: 'unknown',
    headline:
      'That real-server-1 answers late is not shown: its median answer took 1.5 ms, the others’ 1.5 ms, and it was to be 1000 ms later.',
  });
  expect(seen(800)?.verdict).toBe('unknown');
  expect(seen(802)?.verdict).toBe('pass');
  // Of the others one answered twice, and late too: most were not.
  const few = judgement(
    { scheduler: 'rr', weights: [1, 1, 1, null] },
    {
      balance,
      choose: shares(14, 2, 24),
      latencyMs: (name) => ({ 'real-server-1': 1001.5, 'real-server-2': 700 })[name ?? ''],
    },
  );
  expect(few?.headline).toMatch(/^rr does not spare real-server-1, which answers late/);
  expect(seen(1001.5, shares(0, 14, 13, 13))?.headline).toMatch(/not shown: it answered nothing\.$/);
});

test('sh: large weights lose their proportion, small ones keep it', () => {
  // By the list, the last real server first: 25, 25, 50, 100, and 56 slots of a second round.
  const large = { scheduler: 'sh' as const, weights: [100, 50, 25, 25] };
  expect(judgement(large, { choose: shares(16, 8, 8, 8) })).toMatchObject({
    verdict: 'pass',
    headline:
      'sh gives 40 : 20 : 20 : 20 % of the clients where the weights ask for 50 : 25 : 13 : 13 %: its 256 slots are shared 39 : 22 : 20 : 20 %.',
  });
  expect(judgement(large, { choose: shares(20, 10, 5, 5) })).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining('which the clients contradict'),
  });
  expect(judgement({ scheduler: 'sh', weights: [1, 2, 3, 4] })).toBeUndefined();
  expect(judgement(large, { without: ['assignment'] })?.verdict).toBe('unknown');
});

test('sh: the clients of a weight 0 are refused, but for sh-fallback', () => {
  const zero = { scheduler: 'sh' as const, weights: [1, 1, 1, 0] };
  expect(judgement(zero, { choose: hashed, sources: 40 })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(
      /^sh refuses (\d+\.\d) % of 40 connections, \1 % predicted: real-server-4 with weight 0 keeps its slots, and sh-fallback is not set\.$/,
    ),
  });
  const choose = (turn: Turn) => (turn.connection % 2 === 0 ? null : inTurn(turn));
  expect(judgement(zero, { choose })).toMatchObject({ verdict: 'fail' });
  expect(judgement(zero, { choose: first })).toMatchObject({ verdict: 'fail' });
  expect(judgement({ ...zero, schedulerFlags: ['sh-fallback'] })).toBeUndefined();
});

test('keep-alive: what is asked on a connection stays on it', () => {
  const balance = { traffic: 'keep-alive', connections: 5, requestsPerConnection: 20 } as const;
  expect(judgement({ scheduler: 'rr' }, { balance })).toMatchObject({
    verdict: 'pass',
    headline:
      'rr decided 5 times for 100 requests, which went 20 : 20 : 20 : 40 %; the weights are 25 : 25 : 25 : 25 %.',
  });
  const even = { 'real-server-1': 25, 'real-server-2': 25, 'real-server-3': 25, 'real-server-4': 25 };
  expect(judgement({ scheduler: 'rr' }, { balance, trial: { loggedRequests: even } })).toMatchObject({
    verdict: 'fail',
    headline: expect.stringContaining('20 : 20 : 20 : 40 requests were predicted'),
  });
  expect(judgement({ scheduler: 'rr' }, { balance, trial: { loggedRequests: null } })?.verdict).toBe('unknown');
});

test('nothing is said of other schedulers, or of a single real server', () => {
  expect(judgement({ scheduler: 'rr' })).toBeUndefined();
  expect(judgement({ scheduler: 'sed', weights: [1, 0, null, null] })).toBeUndefined();
  const concerned = (service: Partial<VirtualService>) =>
    check.concerns?.(balanceRecording({ services: [service] }).run);
  expect(concerned({ scheduler: 'rr' })).toBe(false);
  expect(concerned({ scheduler: 'sh', weights: [1, 2, 3, 4] })).toBe(false);
  expect(concerned({ scheduler: 'sh', weights: [60, 40, null, null] })).toBe(true);
  expect(concerned({ scheduler: 'nq' })).toBe(true);
});
