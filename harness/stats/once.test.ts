import { expect, test } from 'vitest';
import { once } from './once.ts';

test('works a result out once for each argument, and gives the same one again', () => {
  const asked: number[][] = [];
  const total = once((numbers: number[]) => {
    asked.push(numbers);
    return { sum: numbers.reduce((sum, one) => sum + one, 0) };
  });
  const [a, b] = [
    [1, 2],
    [1, 2],
  ];
  expect(total(a)).toEqual({ sum: 3 });
  expect(total(a)).toBe(total(a));
  expect(total(b)).toEqual({ sum: 3 });
  expect(total(b)).not.toBe(total(a));
  expect(asked).toHaveLength(2);
});

test('a result of undefined or null is remembered too, an error is not', () => {
  let calls = 0;
  const nothing = once((_: object) => {
    calls += 1;
    return null;
  });
  const key = {};
  expect([nothing(key), nothing(key)]).toEqual([null, null]);
  expect(calls).toBe(1);

  const failing = once((_: object) => {
    calls += 1;
    throw new Error('no');
  });
  expect(() => failing(key)).toThrow('no');
  expect(() => failing(key)).toThrow('no');
  expect(calls).toBe(3);
});
