import type { Metric, Run } from '../../harness/model.ts';
import { measured } from '../../harness/stats/quantiles.ts';
import { absent, formatMeasured, formatRange } from '../format.ts';
import { methodOf } from '../forwarding-method.ts';
import type { Column } from '../html.ts';

/** The numbers of one fault with one forwarding method, as text. */
export interface MethodRow {
  method: string;
  fault: string;
  detection: string;
  predictedDetection: string;
  failover: string;
  predictedFailover: string;
  impaired: string;
  throughput: string;
}

/** Heads of the columns, in their order; verdicts stand behind them. */
export const methodColumns: Column[] = [
  { title: 'Method' },
  { title: 'Fault' },
  { title: 'Detection', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Failover time', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Impaired, per trial', numeric: true },
  { title: 'Requests/s', numeric: true },
];

/** The cells of a row, as the columns are. */
export function methodTexts(row: MethodRow): string[] {
  const { method, fault, detection, predictedDetection, failover, predictedFailover, impaired, throughput } = row;
  return [method, fault, detection, predictedDetection, failover, predictedFailover, impaired, throughput];
}

/** A row for each fault whose failover time was to be measured, and that all services of a run forward by one method. */
export function methodRows(runs: readonly Run[]): MethodRow[] {
  return runs
    .filter(({ checks }) => checks.includes('failover-time'))
    .flatMap((run) => {
      const method = methodOf(run);
      if (method === null) return [];
      return run.faults.map(({ name }) => rowOf(method, run, name));
    });
}

function rowOf(method: string, run: Run, fault: string): MethodRow {
  const of = (name: string, subject = fault): Metric | undefined =>
    (run.metrics ?? []).find((one) => one.name === name && one.subject === subject);
  const detection = of('detectionMs');
  const failover = of('failoverMs');
  return {
    method,
    fault,
    detection: measuredWords(detection),
    predictedDetection: predictedWords(detection),
    failover: measuredWords(failover),
    predictedFailover: predictedWords(failover),
    impaired: measuredWords(of('impaired')),
    throughput: wholeWords(of('throughputPerSecond', 'run')),
  };
}

function measuredWords(metric: Metric | undefined): string {
  if (metric === undefined) return absent;
  const { unit, samples, beyond = 0 } = metric;
  const over = measured(samples);
  const words = [
    ...(over === null ? [] : [formatMeasured(unit === 'ms' ? 'ms' : '', over)]),
    ...(beyond === 0 ? [] : [`${beyond} beyond measure`]),
  ];
  return words.join(', and ') || absent;
}

/** Nobody compares parts of a request. */
function wholeWords(metric: Metric | undefined): string {
  return measuredWords(metric === undefined ? undefined : { ...metric, samples: metric.samples.map(Math.round) });
}

function predictedWords(metric: Metric | undefined): string {
  return metric?.predicted == null ? absent : formatRange(metric.unit === 'ms' ? 'ms' : '', metric.predicted);
}
