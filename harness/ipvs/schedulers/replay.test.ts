import { expect, test } from 'vitest';
import { recordedConcurrent } from './recorded/read.ts';
import { replay } from './replay.ts';
import type { ObservedConnection } from './service.ts';

const list = ['b', 'a'].map((realServer) => ({
  realServer,
  weight: 1,
  activeConnections: 0,
  inactiveConnections: 0,
}));
const lc = { scheduler: 'lc', flags: [], addresses: {} } as const;

function connection(beginMs: number, closedMs: number | null): ObservedConnection {
  return {
    source: '198.18.0.50',
    sourcePort: 20_000,
    destination: '198.18.0.10',
    destinationPort: 80,
    beginMs,
    closing: closedMs === null ? null : { earliestMs: closedMs, latestMs: closedMs },
    realServer: 'unknown',
  };
}

test('a connection counts until it is closed, less from then on, and no more after two minutes', () => {
  const open = [connection(0, null), connection(10, null), connection(20, null)];
  expect(replay(lc, list, open)).toEqual(['b', 'a', 'b']);
  const closedAtOnce = [connection(0, 5), connection(10, null), connection(20, null)];
  expect(replay(lc, list, closedAtOnce)).toEqual(['b', 'a', 'b']);
  const closedFirst = [connection(0, 30), connection(10, null), connection(20, 25), connection(40, null)];
  expect(replay(lc, list, closedFirst)).toEqual(['b', 'a', 'b', 'b']);
  const twice = [connection(0, 1), connection(2, 3), connection(4, 5)];
  expect(replay(lc, list, [...twice, connection(100_000, null)])).toEqual(['b', 'a', 'b', 'a']);
  expect(replay(lc, list, [...twice, connection(130_000, null)])).toEqual(['b', 'a', 'b', 'b']);
});

test('what is given in another order is answered in that order', () => {
  const inOrder = [connection(0, null), connection(10, null), connection(20, null)];
  expect(replay({ ...lc, scheduler: 'rr' }, list, inOrder.toReversed())).toEqual(['b', 'a', 'b']);
  expect(
    replay({ ...lc, scheduler: 'fo' }, [{ ...list[0], realServer: 'c', weight: 7 } as never, ...list], inOrder),
  ).toEqual(['c', 'c', 'c']);
});

test('rr and wrr give each real server as many as it got, in whatever order SYNs came', () => {
  for (const one of recordedConcurrent()) {
    if (!['rr', 'wrr'].includes(one.service.scheduler)) continue;
    const shuffled = one.connections.map((each, place) => ({ ...each, beginMs: (place * 37) % 150 }));
    const predicted = replay(one.service, one.list, shuffled);
    for (const { realServer } of one.list) {
      const got = one.connections.filter((each) => each.realServer === realServer).length;
      expect(predicted.filter((each) => each === realServer)).toHaveLength(got);
    }
  }
});
