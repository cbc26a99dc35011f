import { expect, test } from 'vitest';
import { between, firstFrom, inOrder } from './in-order.ts';
import { seededRandom } from './seeded-random.ts';

const at = (...instants: number[]) => instants.map((instant, index) => ({ at: instant, index }));

test('a list that is in order already stays the very same one', () => {
  const items = at(1, 2, 2, 3);
  expect(inOrder(items)).toBe(items);
});

test('one that is not is sorted, those of one instant in the order they had', () => {
  const items = at(3, 1, 2, 1);
  expect(inOrder(items).map(({ index }) => index)).toEqual([1, 3, 2, 0]);
  expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
});

test('the first from an instant on', () => {
  const items = at(10, 20, 20, 30);
  expect([0, 10, 11, 20, 21, 30, 31].map((instant) => firstFrom(items, instant))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  expect(firstFrom([], 5)).toBe(0);
});

test('what lies between two instants is what a look at every item finds, both ends included', () => {
  const random = seededRandom(3);
  const whole = (below: number) => Math.floor(random() * below);
  for (let round = 0; round < 300; round += 1) {
    const items = at(...Array.from({ length: whole(30) }, () => whole(20)));
    const [fromMs, toMs] = [whole(22) - 1, whole(22) - 1];
    const expected = items.filter((one) => one.at >= fromMs && one.at <= toMs).toSorted((a, b) => a.at - b.at);
    expect(between(items, fromMs, toMs)).toEqual(expected);
  }
});

test('an open end takes all there is', () => {
  const items = at(1, 2, 3);
  expect(between(items, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toEqual(items);
  expect(between(items, 2, Number.POSITIVE_INFINITY)).toEqual(items.slice(1));
});
