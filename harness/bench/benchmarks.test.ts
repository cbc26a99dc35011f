import { expect, test } from 'vitest';
import { loadUnits } from '../registry.ts';
import type { Benchmark } from './benchmark.ts';

const all = await loadUnits<Benchmark>(new URL('./', import.meta.url), 'benchmark');

test('the benchmarks that are documented are there', () => {
  expect([...all.keys()]).toContain('judge-and-draw');
});

test.each([...all.values()].map((one) => [one.name, one] as const))(
  '%s says what it measures and how often',
  (_, one) => {
    expect(one.summary).toMatch(/^[^.]{20,120}$/);
    expect(one.rounds).toBeGreaterThanOrEqual(3);
    expect(one.run).toBeTypeOf('function');
  },
);
