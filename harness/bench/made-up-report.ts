import { figure, ratio, target } from './figures.ts';
import type { BenchReport } from './result.ts';

/** A bench.json with one of everything. For tests. */
export function madeUpReport(): BenchReport {
  const ours = figure('startCluster until it serves', 'ms', [5800, 5600, 6100]);
  const plain = figure('one docker run after the other, until it serves', 'ms', [12_400, 12_000, 13_100]);
  const made = ratio('plain by ours', plain, ours);
  const busyness = { median: 0.02, max: 0.41 };
  const faster = { what: 'as fast as the plain sequence', unit: 'times', atLeast: 2 };
  return {
    schema: 1,
    startedAt: '2026-11-20T12:00:00.000Z',
    endedAt: '2026-11-20T12:03:00.000Z',
    command: 'npm run bench -- ready-topology --rounds 3',
    versions: { lvsDrill: '0.1.0', gitCommit: '0123456', gitDirty: false, node: '20.19.0' },
    machine: { cpuModel: 'EPYC', cpus: 2, memoryBytes: 24 * 2 ** 30, kernel: '6.18.0' },
    engine: { kind: 'lab', reason: 'it was asked for', cpus: 1, memoryBytes: 4 * 2 ** 30, kernel: '7.2.0' },
    benchmarks: [
      {
        name: 'ready-topology',
        summary: 'how long until a cluster serves, against the same containers started one after the other',
        rounds: 3,
        durationMs: 61_234,
        busyness,
        figures: [ours, plain],
        ratios: [made],
        targets: [
          target(faster, made.ofMedians, busyness),
          target({ what: 'peak memory', unit: 'MB', atMost: 500, whateverElseRuns: true }, 512.5, busyness),
          target({ what: 'p99 lateness', unit: 'ms', atMost: 2 }, null, busyness),
        ],
        notes: ['Both are waited for in the same way.'],
        error: null,
      },
      {
        name: 'prober',
        summary: 'the rate that the prober holds',
        rounds: 2,
        durationMs: 900,
        busyness: null,
        figures: [],
        ratios: [],
        targets: [],
        notes: [],
        error: 'the lab did not boot',
      },
    ],
  };
}
