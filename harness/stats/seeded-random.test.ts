import { expect, test } from 'vitest';
import { seededRandom, shuffled } from './seeded-random.ts';

test('an order belongs to its seed for good: a run of last year can be repeated', () => {
  const list = [1, 2, 3, 4, 5, 6];
  expect(shuffled(list, seededRandom(1))).toEqual([5, 3, 2, 1, 6, 4]);
  expect(shuffled(list, seededRandom(2))).toEqual([6, 5, 3, 2, 4, 1]);
  expect(list).toEqual([1, 2, 3, 4, 5, 6]);
});

test('the next order goes on where the last one ended', () => {
  const random = seededRandom(1);
  shuffled(['a', 'b'], random);
  const [, , third] = [seededRandom(1)].flatMap((other) => [other(), other(), other()]);
  expect(random()).toBe(third);
});
