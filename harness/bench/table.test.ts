import { expect, test } from 'vitest';
import { madeUpReport } from './made-up-report.ts';
import { benchTable } from './table.ts';

test('the whole table, in 80 columns', () => {
  expect(benchTable(madeUpReport(), 80, { colour: false, reportPath: 'results/bench/x/bench.json' })).toBe(
    `2 x EPYC, 24.0 GiB, Linux 6.18.0, Node 20.19.0; lab engine with 1 x its
processor, Linux 7.2.0.

ready-topology: how long until a cluster serves, against the same containers
started one after the other
                                                     median  smallest .. largest
  startCluster until it serves                      5.800 s     5.600 .. 6.100 s
  one docker run after the other, until it         12.400 s   12.000 .. 13.100 s
  serves
  plain by ours                                  2.14 times   2.14 .. 2.15 times
  ✓ met: as fast as the plain sequence, 2.14 times (at least 2 times)
  ✗ missed: peak memory, 512.50 MB (at most 500 MB)
  ? unknown: p99 lateness, not measured (at most 2 ms)
  THE MACHINE WAS BUSY: others used 2 % of its processors before a measurement
  (median), at worst 41 %. Believe ratios at best.
  Both are waited for in the same way.
  3 rounds, 61 s

prober: the rate that the prober holds
  Broken off: the lab did not boot
  2 rounds, 1 s

Numbers: results/bench/x/bench.json`,
  );
});

test.each([60, 80, 100, 0])('in %s columns no line is longer', (columns) => {
  const lines = benchTable(madeUpReport(), columns, { colour: false }).split('\n');
  const width = columns === 0 ? 80 : columns;
  expect(lines.filter((line) => line.length > width)).toEqual([]);
});

test('a busy machine is said to be one, with what others used', () => {
  const report = madeUpReport();
  expect(benchTable(report, 80, { colour: false })).toContain('THE MACHINE WAS BUSY');
  for (const result of report.benchmarks) result.busyness = { median: 0.01, max: 0.02 };
  expect(benchTable(report, 80, { colour: false })).not.toContain('BUSY');
});
