import { expect, test } from 'vitest';
import { aggregated, aggregateNamed } from './aggregate.ts';

const of = (name: string, samples: readonly number[]) => {
  const aggregate = aggregateNamed(name);
  if (aggregate === null) throw new Error(`there is no ${name}`);
  return aggregated(samples, aggregate);
};

const four = [40, 10, 30, 20];

test.each([
  ['min', 10],
  ['max', 40],
  ['median', 25],
  ['med', 25],
  ['mean', 25],
  ['avg', 25],
  ['count', 4],
  ['spread', 30],
  ['p0', 10],
  ['p50', 25],
  ['p95', 38.5],
  ['p(95)', 38.5],
  ['p99.9', 39.97],
  ['p100', 40],
] as const)('%s of four numbers', (name, value) => {
  expect(of(name, four)).toBeCloseTo(value, 9);
});

test('the mean is not the median', () => {
  expect(of('mean', [1, 2, 9])).toBe(4);
  expect(of('median', [1, 2, 9])).toBe(2);
});

test.each(['min', 'max', 'median', 'mean', 'spread', 'p95'])('%s of nothing is nothing', (name) => {
  expect(of(name, [])).toBeNull();
});

test('of nothing there are none', () => {
  expect(of('count', [])).toBe(0);
});

test('one that could not be measured is larger than all that were', () => {
  const samples = [1, Number.POSITIVE_INFINITY, 3];
  expect(of('min', samples)).toBe(1);
  expect(of('median', samples)).toBe(3);
  expect(of('max', samples)).toBe(Number.POSITIVE_INFINITY);
  expect(of('p75', samples)).toBe(Number.POSITIVE_INFINITY);
  expect(of('mean', samples)).toBe(Number.POSITIVE_INFINITY);
  expect(of('spread', samples)).toBeNull();
  expect(of('count', samples)).toBe(2);
  const two = [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY];
  expect(of('p90', two)).toBe(Number.POSITIVE_INFINITY);
});

test.each(['p', 'p101', 'p-1', 'p(95', 'p95)', 'p9.', 'P95', 'rate', '', 'maximum'])('there is no %s', (name) => {
  expect(aggregateNamed(name)).toBeNull();
});
