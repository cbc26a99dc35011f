import type { Content } from '../content.ts';
import { formatMs, formatNumber } from '../format.ts';
import { html, type Section, table } from '../html.ts';

/** What autocannon measured before the first fault. */
export function throughputSection({ recording }: Content): Section {
  const { throughput } = recording.run;
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
    body:
      throughput === null
        ? html`<p>Throughput was not measured in this run.</p>`
        : table(
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
