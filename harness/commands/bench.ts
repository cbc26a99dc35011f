import { createBenchFolder, saveBench } from '../bench/bench-folder.ts';
import type { BenchEngine, Benchmark } from '../bench/benchmark.ts';
import { machineFacts } from '../bench/machine.ts';
import type { BenchReport, BenchResult } from '../bench/result.ts';
import { runBenchmark } from '../bench/run-benchmark.ts';
import { benchTable } from '../bench/table.ts';
import { sweep } from '../cluster/sweep.ts';
import { enginePreference, openEngine } from '../engine/choose.ts';
import type { Engine, Log } from '../engine/engine.ts';
import { type ExitCode, exitCodes, usageError } from '../errors.ts';
import { loadUnits, unitNamed } from '../registry.ts';
import { abortOnSignals } from '../run/signals.ts';
import { syncLatest } from '../store/run-folder.ts';
import { imagesOn } from './images.ts';
import { optionWords } from './option-words.ts';
import { ownVersions } from './own-version.ts';

/** Options of `npm run bench`, as the command line names them. */
export interface BenchOptions {
  rounds?: number;
  seed?: number;
  out: string;
  engine?: string;
}

const defaultSeed = 1;

/**
 * Runs benchmarks (all of them, without names), writes their numbers to bench.json after each, and shows them. Exit code 1
 * when a target was missed, 2 when one is unknown or a benchmark broke off.
 */
export async function benchCommand(names: readonly string[], options: BenchOptions, print: Log): Promise<ExitCode> {
  const known = await loadUnits<Benchmark>(new URL('../bench/', import.meta.url), 'benchmark');
  const chosen = names.length === 0 ? [...known.values()] : names.map((name) => unitNamed(known, name, 'benchmark'));
  const { rounds, seed = defaultSeed } = options;
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000)) {
    throw usageError(
      `Expected the --rounds option to be a whole number from 1 to 1000, got ${rounds}.`,
      'Leave it out, and each benchmark has as many as suit it.',
    );
  }
  const preference = enginePreference(options.engine);
  const startedAt = new Date();
  const folder = await createBenchFolder(options.out, startedAt);
  const report: BenchReport = {
    schema: 1,
    startedAt: startedAt.toISOString(),
    endedAt: null,
    command: commandOf(names, options),
    versions: await ownVersions(),
    machine: machineFacts(),
    engine: null,
    benchmarks: [],
  };

  using abort = abortOnSignals(() => print('Interrupted: saving what there is. Ctrl-C again gives up.'));
  let opened: Promise<BenchEngine> | undefined;
  const open = async (): Promise<BenchEngine> => {
    const engine = await openEngine(preference, print);
    await sweep(engine.docker, { what: 'abandoned' });
    report.engine = await factsOf(engine);
    return { engine, images: await imagesOn(engine, print) };
  };
  const setting = {
    signal: abort.signal,
    seed,
    log: print,
    engine: () => {
      opened ??= open();
      return opened;
    },
  };
  try {
    for (const benchmark of chosen) {
      print(`${benchmark.name}: ${benchmark.summary}`);
      report.benchmarks.push(await runBenchmark(benchmark, setting, rounds));
      await saveBench(folder, report);
      if (abort.signal.aborted) break;
    }
  } finally {
    const engine = await opened?.catch(() => undefined);
    await engine?.engine[Symbol.asyncDispose]();
  }
  report.endedAt = new Date().toISOString();
  await saveBench(folder, report);
  await syncLatest(folder);
  print(`\n${benchTable(report, process.stdout.columns || 80, { reportPath: folder.benchJson })}`);
  return abort.signal.aborted ? exitCodes.interrupted : exitCodeOf(report.benchmarks);
}

/** The command that repeats it. */
export function commandOf(names: readonly string[], { rounds, seed, engine }: Omit<BenchOptions, 'out'>): string {
  const words = optionWords([
    ['--rounds', rounds],
    ['--seed', seed],
    ['--engine', engine],
  ]);
  return ['npm run bench --', ...names, ...words].join(' ').replace(/ --$/, '');
}

/** 1: a target was missed; 2: none was, but not all are known to be met. */
export function exitCodeOf(results: readonly Pick<BenchResult, 'targets' | 'error'>[]): ExitCode {
  const verdicts = results.flatMap(({ targets, error }) => [
    ...targets.map(({ verdict }) => verdict),
    ...(error === null ? [] : ['unknown' as const]),
  ]);
  if (verdicts.includes('missed')) return exitCodes.fail;
  return verdicts.includes('unknown') ? exitCodes.unknown : exitCodes.pass;
}

async function factsOf({ kind, reason, docker }: Engine): Promise<NonNullable<BenchReport['engine']>> {
  const info = (await docker.info()) as { NCPU: number; MemTotal: number; KernelVersion: string };
  return { kind, reason, cpus: info.NCPU, memoryBytes: info.MemTotal, kernel: info.KernelVersion };
}
