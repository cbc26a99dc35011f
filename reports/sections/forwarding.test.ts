import { expect, test } from 'vitest';
import { type LoadOptions, loadedRecording } from '../../harness/measure/synthetic-loads.ts';
import { syntheticRecording } from '../../harness/measure/synthetic-run.ts';
import type { Judgement } from '../../harness/model.ts';
import { forwardingLatencyChart } from '../charts/forwarding-latency.ts';
import { forwardingRateChart } from '../charts/forwarding-rate.ts';
import { linkCapacityChart } from '../charts/link-capacity.ts';
import { linkGainChart } from '../charts/link-gain.ts';
import { createRenderer } from '../charts/render.ts';
import { judgeAgain } from '../write-report.ts';
import { forwardingSection } from './forwarding.ts';
import { shapedLinksSection } from './shaped-links.ts';

const shaped: LoadOptions = {
  comparison: { responseBytes: [10_240], connectionUses: ['fresh'], linkBitsPerSecond: 8_000_000 },
  realServers: 10,
};
const noCharts = { rate: null, latency: null, gain: null, capacity: null };

/** Text of the cells, row by row. */
function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    (row ?? '').replace(/<\/t[hd]>/g, ' | ').replace(/<[^>]+>/g, ''),
  );
}

async function judgementsOf(options: LoadOptions, checks: string[]): Promise<Judgement[]> {
  return (await judgeAgain(loadedRecording({ ...options, run: { checks } }))).judgements;
}

test('each path with its rate, its ratio, what it adds to latency, and the verdict', async () => {
  const recording = loadedRecording();
  const judgements = await judgementsOf({}, ['forwarding-ratio']);
  const markup = forwardingSection({ recording, judgements }, noCharts)?.body.markup ?? '';
  const rows = rowsOf(markup);
  expect(rows.find((row) => row.startsWith('direct 1 KB kept | 14'))).toContain('| – | – |');
  expect(rows.find((row) => row.startsWith('NAT 1 KB kept | 11'))).toMatch(
    /\| 0\.82.* \| ✓ pass \| 17\.\d.* ms \| .* \| 3\.\d/,
  );
  expect(markup).toContain('share the processor of one engine');
});

test('processor time per request, and what forwarding adds to that of the engine', () => {
  const markup = forwardingSection({ recording: loadedRecording(), judgements: [] }, noCharts)?.body.markup ?? '';
  const cpu = rowsOf(markup).filter((row) => row.startsWith('NAT 1 KB kept'))[1];
  // 2 processors at 1230 requests per second; a third less than half a millisecond above the direct path.
  expect(cpu).toMatch(/kept \| 3\.4.* \| 1626 \| 293 \|/);
});

test('through limited links: predicted beside measured, the gain, and how much of each link was used', async () => {
  const recording = loadedRecording(shaped);
  const judgements = await judgementsOf(shaped, ['forwarding-capacity', 'link-gain']);
  const markup = shapedLinksSection({ recording, judgements }, noCharts)?.body.markup ?? '';
  const rows = rowsOf(markup);
  expect(rows.find((row) => row.startsWith('DR 10 KB fresh | 88'))).toMatch(/✓ pass \| 10\.\d.* \| 10\.\d.* \| ✓ pass/);
  expect(rows.find((row) => row.startsWith('NAT 10 KB fresh | the director'))).toMatch(
    /\| 11.945 \| 11.945 \| 9\d\.\d/,
  );
  expect(markup).toContain('<strong>the real servers&#39; links (sending)</strong>');
  expect(markup).toContain('limited to 8.00 Mbit/s');
});

test('the charts tell their numbers in words, and are drawn', async () => {
  const { run } = loadedRecording();
  const limited = loadedRecording(shaped).run;
  const charts = [
    forwardingRateChart(run),
    forwardingLatencyChart(run),
    linkGainChart(limited),
    linkCapacityChart(limited),
  ];
  const alts = charts.map((chart) => chart?.alt);
  expect(alts[0]).toMatch(/NAT 1 KB kept: 11\d\d \(8\d\.\d % of direct\)/);
  expect(alts[1]).toMatch(/direct 1 KB fresh: \d+\.\d ms, 99th percentile \d+\.\d ms/);
  expect(alts[2]).toMatch(/DR 10 KB fresh: 10\.\d\d, 10\.\d\d predicted/);
  expect(alts[3]).toMatch(/NAT 10 KB fresh: 8\d\.\d, 8\d\.\d predicted/);
  const render = createRenderer();
  for (const chart of charts) {
    if (chart === null) throw new Error('there is no chart');
    expect((await render(chart)).png.length).toBeGreaterThan(5000);
  }
});

test('where no link was full, no gain is drawn, and the capacity says so', () => {
  const { run } = loadedRecording({ ...shaped, change: (trial) => ({ ...trial, countedMs: 30_000 }) });
  expect(linkGainChart(run)).toBeNull();
  expect(linkCapacityChart(run)?.alt).toContain('predicted, but no evidence');
});

test('a run of faults has neither section nor charts, and neither kind of loads has those of the other', () => {
  const faults = syntheticRecording({ trialsPerFault: 1, faults: ['kill-director'] });
  const limited = loadedRecording(shaped);
  for (const { run } of [faults, limited]) {
    expect([forwardingRateChart(run), forwardingLatencyChart(run)]).toEqual([null, null]);
  }
  expect([linkGainChart(faults.run), linkCapacityChart(faults.run)]).toEqual([null, null]);
  expect(forwardingSection({ recording: limited, judgements: [] }, noCharts)).toBeNull();
  expect(shapedLinksSection({ recording: loadedRecording(), judgements: [] }, noCharts)).toBeNull();
  expect(shapedLinksSection({ recording: faults, judgements: [] }, noCharts)).toBeNull();
});
