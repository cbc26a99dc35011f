import { expect, test } from 'vitest';
import type { BenchContext, BenchFindings, Benchmark } from './benchmark.ts';
import { figure } from './figures.ts';
import { runBenchmark } from './run-benchmark.ts';

const setting = {
  signal: new AbortController().signal,
  seed: 1,
  log: () => {},
  engine: () => Promise.reject(new Error('no engine here')),
};
const quiet = { look: async () => {}, seen: () => ({ median: 0, max: 0.01 }) };
const busy = { look: async () => {}, seen: () => ({ median: 0.3, max: 0.9 }) };

function benchmark(run: (context: BenchContext) => Promise<BenchFindings>): Benchmark {
  return { name: 'x', summary: 'y', rounds: 7, run };
}

const found: BenchFindings = {
  figures: [figure('a', 'ms', [4])],
  ratios: [],
  targets: [{ what: 'a', unit: 'ms', atMost: 3, value: 4 }],
  notes: ['noted'],
};

test('what it found, held to its targets, with how busy the machine was', async () => {
  const result = await runBenchmark(
    benchmark(async () => found),
    setting,
    2,
    quiet,
  );
  expect(result).toMatchObject({ name: 'x', summary: 'y', rounds: 2, busyness: { max: 0.01 }, error: null });
  expect(result).toMatchObject({ figures: found.figures, notes: ['noted'] });
  expect(result.targets).toEqual([{ what: 'a', unit: 'ms', atMost: 3, measured: 4, verdict: 'missed' }]);
  const meanwhile = await runBenchmark(
    benchmark(async () => found),
    setting,
    2,
    busy,
  );
  expect(meanwhile.targets[0]?.verdict).toBe('unknown');
});

test('its own number of rounds, unless another is asked for', async () => {
  const rounds: number[] = [];
  const counting = benchmark(async (context) => {
    rounds.push(context.rounds);
    return found;
  });
  await runBenchmark(counting, setting, undefined, quiet);
  await runBenchmark(counting, setting, 3, quiet);
  expect(rounds).toEqual([7, 3]);
});

test('one that breaks off has measured nothing, and says why', async () => {
  const result = await runBenchmark(
    benchmark(async ({ engine }) => {
      await engine();
      return found;
    }),
    setting,
    1,
    quiet,
  );
  expect(result).toMatchObject({ error: 'no engine here', figures: [], ratios: [], targets: [], notes: [] });
});
