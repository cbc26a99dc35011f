import { expect, test } from 'vitest';
import { lazyList } from './lazy-list.ts';

const items = ['a', 'b', 'c', 'd'].map((name, at) => ({ name, at }));
const list = lazyList(items.length, (index) => ({ name: '?', at: -1, ...items[index] }));

test('it is as the array of its items, however it is looked at', () => {
  expect(Array.isArray(list)).toBe(true);
  expect(list).toEqual(items);
  expect(list.length).toBe(4);
  expect([...list]).toEqual(items);
  expect([list[0], list[3], list[4], list[-1], list.at(-1)]).toEqual([
    items[0],
    items[3],
    undefined,
    undefined,
    items[3],
  ]);
  expect(list.filter(({ at }) => at % 2 === 1)).toEqual([items[1], items[3]]);
  expect(list.slice(1, 3)).toEqual(items.slice(1, 3));
  expect(list.toSorted((a, b) => b.at - a.at)).toEqual(items.toReversed());
  expect(list.reduce((sum, { at }) => sum + at, 0)).toBe(6);
  expect(list.findLast(({ at }) => at < 2)).toEqual(items[1]);
  expect(list.flatMap(({ name }) => [name, name]).join('')).toBe('aabbccdd');
  expect(JSON.stringify(list)).toBe(JSON.stringify(items));
  expect(Object.keys(list)).toEqual(['0', '1', '2', '3']);
});

test('an item is made for each look, and only for those looked at', () => {
  const made: number[] = [];
  const watched = lazyList(1000, (index) => {
    made.push(index);
    return { index };
  });
  expect(watched[7]).toEqual(watched[7]);
  expect(watched.slice(10, 12)).toEqual([{ index: 10 }, { index: 11 }]);
  expect(made).toEqual([7, 7, 10, 11]);
});

test('it cannot be changed', () => {
  const open = list as { name: string; at: number }[];
  expect(() => open.push({ name: 'e', at: 4 })).toThrow(TypeError);
  expect(() => open.sort()).toThrow(TypeError);
  expect(() => {
    open[0] = { name: 'z', at: 9 };
  }).toThrow(TypeError);
  expect(list).toEqual(items);
});

test('nothing in it', () => {
  const none = lazyList(0, () => 1);
  expect([...none]).toEqual([]);
  expect(none).toEqual([]);
  expect(none[0]).toBeUndefined();
});
