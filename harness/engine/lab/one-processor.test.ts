import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { oneProcessor } from './one-processor.ts';

test.each([
  ['0', 0],
  ['0-1', 1],
  ['0,2-3', 3],
  ['0-3,8', 8],
])('of processors %s it is %d', (list, processor) => {
  expect(oneProcessor(`Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`)).toBe(
    processor,
  );
});

test('it is one that this process may use', () => {
  expect(oneProcessor()).toBeGreaterThanOrEqual(availableParallelism() - 1);
});

test('what cannot be told is not made up', () => {
  expect(() => oneProcessor('Name:\tnode\n')).toThrow(/which processors/);
});
