import { expect, test } from 'vitest';
import { interleaved } from './interleaved.ts';

function context(rounds: number, order: string[], signal = new AbortController().signal) {
  return { rounds, signal, log: () => {}, look: async () => void order.push('look') };
}

test('the contenders take turns, each after a look at the machine', async () => {
  const order: string[] = [];
  let count = 0;
  const contender = (name: string) => async () => {
    order.push(name);
    count += 1;
    return count;
  };
  const samples = await interleaved(context(2, order), { a: contender('a'), b: contender('b') });
  expect(order).toEqual(['look', 'a', 'look', 'b', 'look', 'a', 'look', 'b']);
  expect(samples).toEqual({ a: [1, 3], b: [2, 4] });
});

test('what is measured to warm up is not counted', async () => {
  const order: string[] = [];
  let count = 0;
  const samples = await interleaved(context(1, order), { a: async () => ++count }, { warmUp: true });
  expect(samples).toEqual({ a: [2] });
  expect(order).toEqual(['look']);
});

test('it ends when it is to', async () => {
  const abort = new AbortController();
  const measured: string[] = [];
  const contenders = {
    a: async () => void measured.push('a'),
    b: async () => {
      measured.push('b');
      abort.abort(new Error('enough'));
    },
  };
  await expect(interleaved(context(5, [], abort.signal), contenders)).rejects.toThrow('enough');
  expect(measured).toEqual(['a', 'b']);
});
