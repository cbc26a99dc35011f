import { expect, test } from 'vitest';
import { adverts } from '../measure/scripted-run.ts';
import { type BalanceOptions, balanceRecording, inTurn, trialStartMs } from '../measure/synthetic-balance.ts';
import { check } from './balance-sequence.ts';
import { judged } from './judged.ts';

const name = (place: string | undefined) => `real-server-${place}`;

function judgement(options: BalanceOptions = {}) {
  const [service = { scheduler: 'rr' as const }] = options.services ?? [];
  const services = [{ label: 'it', ...service }];
  return judged(check, balanceRecording({ ...options, services })).it;
}

/** Real servers by their numbers, one connection after the other, again and again. */
function cycle(places: string): NonNullable<BalanceOptions['choose']> {
  return ({ connection }) => name(places[connection % places.length]);
}

test('pass: rr goes through the list', () => {
  expect(judgement()).toMatchObject({
    verdict: 'pass',
    headline: 'Each of 40 connections got the real server that is next by rr.',
    measured: { median: 0 },
    unit: 'mismatches',
  });
});

test('pass: wrr as it was seen of a kernel, with the pass of everybody first', () => {
  const wrr = { scheduler: 'wrr' as const, weights: [5, 1, 1, 1] };
  expect(judgement({ services: [wrr], choose: cycle('43211111') })).toMatchObject({ verdict: 'pass' });
  expect(judgement({ services: [wrr], choose: cycle('11114321') })?.verdict).toBe('fail');
});

test('pass: held connections fill by weight, short ones all go to one server', () => {
  const held = { traffic: 'held', connections: 20 } as const;
  const services = [{ scheduler: 'lc' as const }];
  expect(judgement({ services, balance: held, choose: cycle('4321') })?.verdict).toBe('pass');
  const sed = [{ scheduler: 'sed' as const, weights: [1, 2, 3, 4] }];
  expect(judgement({ services: sed, choose: cycle('4') })?.verdict).toBe('pass');
  expect(judgement({ services: sed, choose: cycle('4321') })?.verdict).toBe('fail');
});

test('pass and fail: who is refused has to be', () => {
  const services = [{ scheduler: 'ovf' as const, weights: [3, 5, 10, 2] }];
  const balance = { traffic: 'held', connections: 30 } as const;
  // One more than its weight each, the heaviest first; then nobody (MEASURING 4).
  const order = `${'3'.repeat(11)}${'2'.repeat(6)}${'1'.repeat(4)}${'4'.repeat(3)}`;
  const choose: BalanceOptions['choose'] = ({ connection }) =>
    connection < order.length ? name(order[connection]) : null;
  expect(judgement({ services, balance, choose })?.verdict).toBe('pass');
  expect(judgement({ services, balance, choose: cycle('3') })?.headline).toBe(
    '19 of 30 connections did not go where ovf sends them; the first, connection 11, got real-server-3, real-server-2 predicted.',
  );
});

test('pass: a client has the server of its slot, in any order and at any time', () => {
  const services = [{ scheduler: 'dh' as const }];
  const balance = { traffic: 'concurrent', concurrency: 8 } as const;
  const found = ['1', '2', '3', '4'].map((one) => judgement({ services, balance, choose: cycle(one) })?.verdict);
  expect(found.toSorted()).toEqual(['fail', 'fail', 'fail', 'pass']);
});

test('fail: one connection out of turn is named', () => {
  const choose: BalanceOptions['choose'] = (turn) => (turn.connection === 13 ? 'real-server-1' : inTurn(turn));
  expect(judgement({ choose })).toMatchObject({
    verdict: 'fail',
    headline:
      '1 of 40 connections did not go where rr sends them; the first, connection 13, got real-server-1, real-server-3 predicted.',
    measured: { median: 1 },
  });
});

test('several at a time: two that begin together may have come in either order, others not', () => {
  const balance = { traffic: 'concurrent', concurrency: 8 } as const;
  expect(judgement({ balance })?.headline).toBe('Each of 40 connections got the real server that is next by rr.');
  const swapped =
    (one: number, other: number): BalanceOptions['choose'] & {} =>
    (turn) => {
      const { connection } = turn;
      return inTurn({ ...turn, connection: connection === one ? other : connection === other ? one : connection });
    };
  expect(judgement({ balance, choose: swapped(8, 9) })).toMatchObject({
    verdict: 'pass',
    headline:
      '38 of 40 connections got the real server that rr gives them in the order of their instants, 0 could have no other one, and all others one that it can have chosen.',
  });
  // Of groups that begin 32 ms apart.
  expect(judgement({ balance: { ...balance, concurrency: 2 }, choose: swapped(8, 15) })).toMatchObject({
    verdict: 'fail',
    headline: expect.stringMatching(/connection 8, got real-server-1, real-server-[34] or real-server-[34] predicted/),
  });
});

test('unknown: so much at once that a wrong scheduler might pass', () => {
  const balance = { traffic: 'concurrent', concurrency: 40 } as const;
  const choose: BalanceOptions['choose'] = (turn) => inTurn({ ...turn, connection: turn.connection + 1 });
  expect(judgement({ balance, choose })).toMatchObject({
    verdict: 'unknown',
    headline: expect.stringContaining('too much was under way at once'),
  });
});

test('unknown: broken off, holes, another table, a change of the director, broken connections, a port again', () => {
  const unknown = (options: BalanceOptions, words: RegExp) =>
    expect(judgement(options)).toMatchObject({ verdict: 'unknown', headline: expect.stringMatching(words) });
  unknown(
    { trial: { error: 'the client ended' } },
    /^Nothing is proven: the trial could not be completed: the client ended\.$/,
  );
  unknown({ trial: { endedAtMs: null } }, /did not come to its end/);
  unknown({ trial: { list: [] } }, /list of its real servers was not read/);
  unknown(
    { trial: { list: [{ realServer: 'real-server-1', weight: 1, activeConnections: 0, inactiveConnections: 0 }] } },
    /real-server-2 was not in the table/,
  );
  unknown(
    { trial: { balance: { traffic: 'sequential', connections: 50, concurrency: 1, requestsPerConnection: 1 } } },
    /only 40 of 50 connections/,
  );
  unknown({ observations: adverts(2, [trialStartMs(0) + 50]) }, /director-2 sent adverts as MASTER meanwhile/);
  unknown({ choose: () => ({ outcome: 'reset' }) }, /40 of 40 connections broke \(the first: reset\)/);
  const [first] = balanceRecording().series('assignment');
  if (first === undefined) throw new Error('there is no connection');
  unknown(
    { observations: [{ ...first, at: 9000, value: { ...first.value, trial: 9, closedAtMs: 9001 } }] },
    /port 20000 of 198\.18\.0\.100 came again/,
  );
});

test('unknown: a service that was to be asked and was not', () => {
  const services = [
    { label: 'it', scheduler: 'rr' as const },
    { label: 'other', scheduler: 'rr' as const },
  ];
  const { run } = balanceRecording({ services });
  const balanceTrials = run.balanceTrials?.slice(0, 1) ?? [];
  const found = judged(check, balanceRecording({ services, run: { balanceTrials } }));
  expect(found.it?.verdict).toBe('pass');
  expect(found.other).toMatchObject({ verdict: 'unknown', headline: 'No trial of it was run.' });
});
