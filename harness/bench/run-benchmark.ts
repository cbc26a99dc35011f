import { messageOf } from '../errors.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { target } from './figures.ts';
import { type BusyWatch, busyWatch } from './machine.ts';
import type { BenchResult } from './result.ts';

/** What all benchmarks of one call share. */
export type BenchSetting = Pick<BenchContext, 'signal' | 'seed' | 'log' | 'engine'>;

/** Runs one benchmark. One that breaks off has measured nothing, and says why; `rounds` in place of its own number. */
export async function runBenchmark(
  benchmark: Benchmark,
  setting: BenchSetting,
  rounds: number = benchmark.rounds,
  watch: BusyWatch = busyWatch(),
): Promise<BenchResult> {
  const startedMs = performance.now();
  const result: BenchResult = {
    name: benchmark.name,
    summary: benchmark.summary,
    rounds,
    durationMs: 0,
    busyness: null,
    figures: [],
    ratios: [],
    targets: [],
    notes: [],
    error: null,
  };
  try {
    const { figures, ratios, targets, notes } = await benchmark.run({ ...setting, rounds, look: watch.look });
    const busyness = watch.seen();
    const held = targets.map(({ value, ...limits }) => target(limits, value, busyness));
    Object.assign(result, { figures, ratios, notes, targets: held });
  } catch (error) {
    result.error = messageOf(error);
  }
  return { ...result, busyness: watch.seen(), durationMs: Math.round(performance.now() - startedMs) };
}
