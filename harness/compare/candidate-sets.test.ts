import { expect, test } from 'vitest';
import { candidateSets } from './candidate-sets.ts';

test('each --candidate begins a set that ends with the next option', () => {
  const argv =
    'node cli compare --baseline a b --candidate c d --may-differ topology --candidate e --candidate=f'.split(' ');
  expect(candidateSets(argv)).toEqual([['c', 'd'], ['e'], ['f']]);
});

test('bare folders are none', () => {
  expect(candidateSets(['compare', 'a', 'b', '--force'])).toEqual([]);
  expect(candidateSets(['compare', '--candidate'])).toEqual([[]]);
});
