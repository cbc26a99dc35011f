import { expect, test } from 'vitest';
import { chances } from '../ipvs/schedulers/chances.ts';
import { type BalanceOptions, balanceRecording, inTurn } from '../measure/synthetic-balance.ts';
import { seededRandom } from '../stats/seeded-random.ts';
import { check } from './balance-share.ts';
import { judged } from './judged.ts';

function judgement(options: BalanceOptions = {}) {
  const [service = { scheduler: 'rr' as const }] = options.services ?? [];
  return judged(check, balanceRecording({ ...options, services: [{ label: 'it', ...service }] })).it;
}

const several = { traffic: 'concurrent', concurrency: 8 } as const;

test('pass: exactly as predicted, also where nobody knows the order', () => {
  expect(judgement()).toMatchObject({
    verdict: 'pass',
    headline: 'With rr 40 connections were shared 25 : 25 : 25 : 25 %, exactly as predicted.',
    measured: { median: 0 },
    limit: { low: 0, high: 0 },
  });
  expect(judgement({ balance: several })?.verdict).toBe('pass');
  const wrr = [{ scheduler: 'wrr' as const, weights: [5, 1, 1, 1] }];
  const choose: BalanceOptions['choose'] = ({ connection }) => `real-server-${'11114321'[connection % 8]}`;
  expect(judgement({ services: wrr, balance: several, choose })?.headline).toContain('62.5 : 12.5 : 12.5 : 12.5 %');
});

test('fail: one connection too many, whatever a chi-square test would say of it', () => {
  const choose: BalanceOptions['choose'] = (turn) => (turn.connection === 13 ? 'real-server-1' : inTurn(turn));
  expect(judgement({ balance: several, choose })).toMatchObject({
    verdict: 'fail',
    headline:
      'Of 40 connections real-server-1 got 11, 10 predicted of rr; shares 27.5 : 25 : 22.5 : 25 %, total variation 2.5 %, largest relative deviation 10.0 %.',
    measured: { median: expect.closeTo(2.5) },
  });
});

test('fail: refused although nobody was to be', () => {
  const choose: BalanceOptions['choose'] = (turn) => (turn.connection % 4 === 0 ? null : inTurn(turn));
  expect(judgement({ choose })).toMatchObject({ verdict: 'fail', headline: expect.stringContaining(', 25 % refused') });
});

test('a single connection without an answer is nobody’s, and anybody’s', () => {
  const lost =
    (of: number): NonNullable<BalanceOptions['choose']> =>
    (turn) =>
      turn.connection < of ? { outcome: 'response-timeout' } : inTurn(turn);
  const balance = { connections: 200 };
  expect(judgement({ balance, choose: lost(2) })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringContaining('; 2 more had no answer'),
  });
  expect(judgement({ balance, choose: lost(3) })?.verdict).toBe('unknown');
});

test('unknown: too few connections, nothing recorded', () => {
  expect(judgement({ balance: { connections: 19 } })?.headline).toBe('19 connections say nothing of 4 shares.');
  expect(judgement({ balance: { connections: 20 } })?.verdict).toBe('pass');
  expect(judgement({ without: ['assignment'] })?.verdict).toBe('unknown');
  expect(judgement({ trial: { error: 'the director died' } })?.verdict).toBe('unknown');
});

test('a real server with weight 0 gets nothing, and is not counted on', () => {
  const services = [{ scheduler: 'rr' as const, weights: [1, 1, 0, 1] }];
  expect(judgement({ services, balance: { connections: 15 } })?.headline).toContain('33.3 : 33.3 : 0 : 33.3 %');
});

test('several at a time: lc may have come out otherwise, within bounds', () => {
  const services = [{ scheduler: 'lc' as const }];
  const balance = { ...several, connections: 44 };
  const last = (name: string): NonNullable<BalanceOptions['choose']> => {
    return (turn) => (turn.connection === 43 ? name : inTurn(turn));
  };
  expect(judgement({ services, balance, choose: last('real-server-1') })?.headline).toContain('exactly as predicted');
  // The four that come last come together, and each may have been the first of them.
  expect(judgement({ services, balance, choose: last('real-server-4') })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(/ 22\.7 : 25 : 25 : 27\.3 %, within what was predicted \(\d+ to \d+, /),
  });
  expect(judgement({ services, balance, choose: () => 'real-server-1' })).toMatchObject({ verdict: 'fail' });
});

test('twos: only where chance decides is there a test of chance, and of the size that matters', () => {
  const services = [{ scheduler: 'twos' as const }];
  const balance = { connections: 10_000 };
  const random = seededRandom(7);
  expect(judgement({ services, balance, choose: twos(random, (share) => share) })).toMatchObject({
    verdict: 'pass',
    headline: expect.stringMatching(
      /^Twos chooses as predicted: shares .* chi-square \d+\.\d with 3 degrees of freedom, p 0\.\d+/,
    ),
    limit: { low: 0, high: 5 },
  });
  expect(judgement({ services, balance, choose: twos(random, (share) => share ** 2) })?.verdict).toBe('fail');
  const few = { connections: 15, traffic: 'held' } as const;
  expect(judgement({ services, balance: few, choose: () => 'real-server-1' })?.verdict).toBe('unknown');
});

test('twos: few connections of those that take turns are no proof of lots', () => {
  const wrr = { scheduler: 'wrr' as const, weights: [1, 2, 3, 4] };
  const turns: NonNullable<BalanceOptions['choose']> = ({ connection }) =>
    `real-server-${'4343243214'[connection % 10]}`;
  const seen = (weights: number[], choose: NonNullable<BalanceOptions['choose']>, balance: BalanceOptions['balance']) =>
    judgement({ services: [{ scheduler: 'twos', weights }], balance: { connections: 256, ...balance }, choose });
  // One by one nothing is open.
  for (const [weights, choose] of [
    [[1, 1, 1, 1], inTurn],
    [wrr.weights, turns],
  ] as const) {
    expect(seen([...weights], choose, {})).toMatchObject({
      verdict: 'fail',
      headline: expect.stringMatching(
        /^Twos draws no lots as predicted: (the same .* twice running|chances of .*): \d+(\.\d)?, \d+(\.\d)? expected of chance, p 0\.0000; /,
      ),
    });
    // What eight at a time went by is not known to the last of them, and they are too few.
    expect(seen([...weights], choose, several)?.verdict).not.toBe('pass');
  }
});

test('twos: a deviation that is larger than matters and no proof is unknown', () => {
  const services = [{ scheduler: 'twos' as const }];
  const of = (connections: number, seed: number) =>
    judgement({ services, balance: { connections }, choose: twos(seededRandom(seed), (share) => share) });
  expect(of(256, 7)).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringMatching(/^256 connections are too few to tell of twos: shares /),
  });
  expect(of(10_000, 7)?.verdict).toBe('pass');
});

/** One that draws lots by the counts of those that it chose before; `bend` makes its lots worse. */
function twos(random: () => number, bend: (draw: number) => number): NonNullable<BalanceOptions['choose']> {
  const chosen = new Map<string, number>();
  return ({ list }) => {
    const now = list.map((one) => ({ ...one, inactiveConnections: chosen.get(one.realServer) ?? 0 }));
    let draw = bend(random());
    const name = Object.entries(chances(now)).find(([, chance]) => {
      draw -= chance;
      return draw < 0;
    })?.[0];
    const got = name ?? 'real-server-1';
    chosen.set(got, (chosen.get(got) ?? 0) + 1);
    return got;
  };
}

test('kept connections are few on purpose: nothing is asked of their shares', () => {
  const balance = { traffic: 'keep-alive', connections: 8, requestsPerConnection: 32 } as const;
  expect(judgement({ balance })).toBeUndefined();
  const { run } = balanceRecording({ balance });
  expect(check.concerns?.(run)).toBe(false);
  expect(check.concerns?.(balanceRecording().run)).toBe(true);
  expect(check.concerns?.({ ...run, balanceTrials: [] })).toBe(true);
});
