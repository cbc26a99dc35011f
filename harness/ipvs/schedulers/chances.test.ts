import { expect, test } from 'vitest';
import type { ListedServer } from '../../model.ts';
import { chances, pickChances } from './chances.ts';

const server = (realServer: string, weight: number, active = 0, inactive = 0): ListedServer => ({
  realServer,
  weight,
  activeConnections: active,
  inactiveConnections: inactive,
});
const sum = (shares: { [realServer: string]: number }): number => Object.values(shares).reduce((a, b) => a + b, 0);

test('of idle real servers the head of the list is favoured by one part in the sum of weights and one', () => {
  expect(chances([server('c', 1), server('b', 1), server('a', 1)])).toEqual({ c: 2 / 4, b: 1 / 4, a: 1 / 4 });
  const weighted = chances([server('d', 0), server('c', 1), server('b', 2), server('a', 4)]);
  expect(weighted.d).toBe(0);
  expect(weighted.c).toBeCloseTo(2 / 8);
  expect(weighted.b).toBeCloseTo(2 / 8);
  expect(weighted.a).toBeCloseTo(4 / 8);
});

test('the second of two picks is taken when it costs less by its weight', () => {
  // Picks: b 2/3, a 1/3. Whoever picks a at all gets a: 1 - (2/3)^2.
  expect(chances([server('b', 1, 1), server('a', 1)]).a).toBeCloseTo(5 / 9);
  // 257 : 256 by weights 1 and 2 is 257 : 128.
  expect(chances([server('b', 1, 1, 1), server('a', 2, 1)]).a).toBeCloseTo(1 - (2 / 4) ** 2);
  // The same cost: the first pick stays.
  expect(chances([server('b', 1, 1), server('a', 2, 2)])).toEqual({ b: 2 / 4, a: 2 / 4 });
});

test('chances sum up to one, or to nothing without any weight', () => {
  const list = [server('c', 3, 2, 9), server('b', 5, 0, 1), server('a', 1, 4)];
  expect(sum(pickChances(list))).toBeCloseTo(1);
  expect(sum(chances(list))).toBeCloseTo(1);
  expect(sum(chances([server('b', 0), server('a', 0)]))).toBe(0);
});
