import { expect, test } from 'vitest';
import type { ListedServer, Scheduler } from '../../model.ts';
import { recordedMappings } from './recorded/read.ts';
import { tableShares } from './table-shares.ts';

function slotsOf(
  scheduler: Scheduler,
  weights: readonly number[],
  slots: number,
): { own: number[]; unavailable: number } {
  const list = weights.map(
    (weight, place): ListedServer => ({
      realServer: `real-server-${place}`,
      weight,
      activeConnections: 0,
      inactiveConnections: 0,
    }),
  );
  const addresses = Object.fromEntries(
    list.map(({ realServer }, place) => [realServer, { address: `198.18.0.${21 + place}`, port: 80 }]),
  );
  const { shares, unavailable } = tableShares({ scheduler, flags: [], addresses }, list);
  return { own: list.map(({ realServer }) => (shares[realServer] ?? 0) * slots), unavailable: unavailable * slots };
}

// Weights in the kernel's order.
test.each([
  [
    [1, 1, 1],
    [86, 85, 85],
  ],
  [
    [1, 2, 3, 4],
    [26, 52, 78, 100],
  ],
  [
    [100, 50, 25, 25],
    [156, 50, 25, 25],
  ],
  [
    [25, 25, 50, 100],
    [50, 50, 56, 100],
  ],
  [
    [1000, 1000],
    [256, 0],
  ],
  [
    [60, 40],
    [176, 80],
  ],
])('sh gives %j of its 256 slots as %j', (weights, expected) => {
  expect(slotsOf('sh', weights, 256)).toEqual({ own: expected, unavailable: 0 });
});

test('mh shares out 4093 slots as weights say, to one slot, however large they are', () => {
  for (const weights of [
    [1, 2, 3, 4],
    [1000, 1000],
    [100, 50, 25, 25],
    [3, 1],
  ]) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    slotsOf('mh', weights, 4093).own.forEach((own, place) => {
      expect(Math.abs(own - (4093 * (weights[place] ?? 0)) / sum), `${weights}`).toBeLessThan(weights.length);
    });
  }
});

test('mh keeps six bits of a reduced weight: beside a large one, a small one has more than its part', () => {
  expect(slotsOf('mh', [1, 999], 4093).own[0]).toBeGreaterThan(10 * (4093 / 1000));
});

test('dh does not know weights; a real server of weight 0 keeps its part and has nobody served', () => {
  expect(slotsOf('dh', [1, 9, 0], 256)).toEqual({ own: [86, 85, 85], unavailable: 85 });
  expect(slotsOf('sh', [3, 0], 256)).toEqual({ own: [192, 64], unavailable: 64 });
});

test('the shares of 256 recorded clients in a row are near those of the table', () => {
  for (const { service, list, connections, past, step } of recordedMappings()) {
    if (service.flags.length > 0 || step !== null) continue;
    const { shares } = tableShares(service, list, past);
    for (const { realServer, weight } of list) {
      const got = connections.filter((one) => one.realServer === realServer).length / connections.length;
      if (weight > 0) expect(Math.abs(got - (shares[realServer] ?? 0))).toBeLessThan(0.1);
      else expect(got).toBe(0);
    }
  }
});

test('a scheduler without a table has no shares of one', () => {
  expect(() => slotsOf('wlc', [1, 1], 256)).toThrow('wlc has no table');
});
