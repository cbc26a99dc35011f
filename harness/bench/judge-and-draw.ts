import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { suite } from '../../suites/failover.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { figure } from './figures.ts';
import { interleaved } from './interleaved.ts';
import type { JudgeCost } from './judge-once.ts';
import { storeLargeRun } from './large-run.ts';

/** With one request every 2 ms, trials of 12 s: a million observations. */
const trialsPerFault = 42;
const intervalMs = 2;
const peakLimitMegabytes = 500;

const megabyte = 1e6;

/** From the folder of a long run to its report, each time in a process of its own, as `npm run report` does it. */
export const benchmark: Benchmark = {
  name: 'judge-and-draw',
  summary: 'a run of a million observations is read, judged and drawn: how long, and in how much memory',
  rounds: 3,
  async run(context) {
    const out = await mkdtemp(join(tmpdir(), 'lvs-drill-bench-'));
    try {
      const checks = suite.scenarios[0]?.checks ?? [];
      context.log(`making up a run, seed ${context.seed}`);
      const made = await storeLargeRun(out, { seed: context.seed, trialsPerFault, intervalMs, checks });
      const { costs } = await interleaved(context, { costs: () => judgedIn(made.folder.path, context) });
      const of = (what: string, unit: string, number: (cost: JudgeCost) => number) =>
        figure(what, unit, costs.map(number));
      const peak = of('peak memory of the process', 'MB', ({ peakBytes }) => peakBytes / megabyte);
      return {
        figures: [
          of('read', 'ms', ({ readMs }) => readMs),
          of('measure and judge', 'ms', ({ judgeMs }) => judgeMs),
          of('draw and write', 'ms', ({ drawMs }) => drawMs),
          of('all of it', 'ms', ({ readMs, judgeMs, drawMs }) => readMs + judgeMs + drawMs),
          of('processor time of all of it', 'ms', ({ processorMs }) => processorMs),
          peak,
          of('of it before it began', 'MB', ({ baseBytes }) => baseBytes / megabyte),
        ],
        ratios: [],
        targets: [
          {
            what: 'peak memory',
            unit: 'MB',
            atMost: peakLimitMegabytes,
            value: peak.max,
            whateverElseRuns: true,
          },
        ],
        notes: [
          `${made.observations} observations of ${made.trials} trials (seed ${context.seed}), one picture for each trial.`,
        ],
      };
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  },
};

/** A text and no file: every file of this folder is loaded in search of benchmarks. */
const program = `
import { judgeOnce } from ${JSON.stringify(new URL('./judge-once.ts', import.meta.url).href)};
console.log(JSON.stringify(await judgeOnce(process.argv[1])));`;

async function judgedIn(folder: string, { signal }: Pick<BenchContext, 'signal'>): Promise<JudgeCost> {
  const argv = ['--import', 'tsx', '--input-type=module', '--eval', program, folder];
  // There tsx is found.
  const cwd = fileURLToPath(new URL('../../', import.meta.url));
  const { stdout } = await execa(process.execPath, argv, { cwd, cancelSignal: signal });
  return JSON.parse(stdout) as JudgeCost;
}
