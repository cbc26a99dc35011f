import { expect, test } from 'vitest';
import { allOrNone } from './all-or-none.ts';

test('what all came to, in their order', async () => {
  expect(await allOrNone([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
});

test('the first failure is thrown when nothing is under way any more', async () => {
  let finish = () => {};
  let isOver = false;
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  }).then(() => {
    isOver = true;
  });
  const all = allOrNone([slow, Promise.reject(new Error('first')), Promise.reject(new Error('second'))]);
  const seen = all.catch((error: Error) => ({ message: error.message, isOver }));
  expect(await Promise.race([seen, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits');
  finish();
  expect(await seen).toEqual({ message: 'first', isOver: true });
});
