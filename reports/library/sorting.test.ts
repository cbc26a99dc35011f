import { expect, test } from 'vitest';
import { compareRows, type Sorted, type SortKey } from './sorting.ts';

const rows: (Sorted & { name: string })[] = [
  row('a', { verdict: 'pass', number: { quantity: 'failoverMs', value: 3100 }, durationMs: 2000, trials: 10 }),
  row('b', { verdict: 'fail', number: { quantity: 'failoverMs', value: 900 }, durationMs: null, trials: 9 }),
  row('c', { verdict: 'unknown', number: null, durationMs: 100, trials: 100 }),
  row('d', { verdict: 'pass', number: { quantity: 'balance', value: 5000 }, durationMs: 100_000, trials: 0 }),
];

function row(name: string, parts: Partial<Sorted>): Sorted & { name: string } {
  const blank = { when: `2026-11-20T0${name.charCodeAt(0) - 96}:00:00Z`, suite: name, topology: 'x', engine: 'lab' };
  return { name, ...blank, verdict: 'pass', number: null, trials: 1, durationMs: 1, ...parts };
}

test.each<[SortKey, boolean, string]>([
  ['when', true, 'dcba'],
  ['suite', false, 'abcd'],
  ['verdict', false, 'bcad'],
  ['verdict', true, 'adcb'],
  ['trials', true, 'cabd'],
  // As numbers, and rows without one last, whichever way.
  ['duration', false, 'cadb'],
  ['duration', true, 'dacb'],
  // Quantities are not mixed.
  ['number', false, 'dbac'],
  ['number', true, 'dabc'],
  ['topology', true, 'abcd'],
])('by %s, descending %s: %s', (key, descending, expected) => {
  const sorted = rows.toSorted((a, b) => compareRows(a, b, key, descending));
  expect(sorted.map(({ name }) => name).join('')).toBe(expected);
});
