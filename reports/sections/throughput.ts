import type { Content } from '../content.ts';
import { formatMs, formatNumber } from '../format.ts';
import { type Section, table } from '../html.ts';

/** What autocannon measured before the first fault; null where the scenario did not ask for it. */
export function throughputSection({ recording }: Content): Section | null {
  const { throughput } = recording.run;
  if (throughput === null) return null;
  const columns = [
    'Requests per second',
    'Responses',
    'Connections',
    'Duration',
    'Median',
    '99 %',
    'Worst',
    'Errors',
    'Not 2xx',
  ];
  return {
    id: 'throughput',
    title: 'Throughput',
    body: table(
      'autocannon on the undisturbed cluster: closed loop, connections kept alive. Latencies in whole milliseconds.',
      columns.map((title) => ({ title, numeric: true })),
      [
        [
          formatNumber(throughput.requestsPerSecond, 1),
          formatNumber(throughput.responses),
          formatNumber(throughput.connections),
          formatMs(throughput.durationMs),
          `${formatNumber(throughput.latencyMs.p50)} ms`,
          `${formatNumber(throughput.latencyMs.p99)} ms`,
          `${formatNumber(throughput.latencyMs.max)} ms`,
          formatNumber(throughput.errors),
          formatNumber(throughput.non2xx),
        ],
      ],
    ),
  };
}
