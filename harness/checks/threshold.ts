import { diedRunning } from '../measure/instants.ts';
import { type MetricKind, metricCatalogue } from '../measure/metrics/catalogue.ts';
import { isShown, valuesOf } from '../measure/metrics/sample.ts';
import { metricsOf } from '../measure/metrics.ts';
import { holds, limitRange, operatorWords, worseFirst } from '../measure/thresholds/compare.ts';
import { parseThreshold, type Threshold } from '../measure/thresholds/parse.ts';
import { subjectsNamed } from '../measure/thresholds/subjects.ts';
import type { Judgement, Metric, Recording } from '../model.ts';
import { aggregated } from '../stats/aggregate.ts';
import type { Check } from './check.ts';
import { count, inSeconds } from './words.ts';

/**
 * What users ask of metrics, in their own words: one judgement each, whose subject is the text as it was written. It holds
 * when it holds for every subject that it means; the worst of them is told. Without samples nothing was kept, so it fails;
 * in a run that did not come to its end they may only not have been made yet, and that is unknown.
 */
export const check: Check = {
  name: 'threshold',
  summary: 'Metrics are as the thresholds of the suite, and of the command line, ask.',
  concerns: ({ thresholds = [] }) => thresholds.length > 0,
  judge: ({ recording, measurements }) => {
    const metrics = metricsOf(recording, measurements);
    return (recording.run.thresholds ?? []).map((source) => judgeThreshold(source, metrics, withoutSamples(recording)));
  },
};

/** A metric of one subject, and what its samples come to. */
interface Answer {
  metric: Metric;
  /** Null: it has no samples, or the number cannot be known. */
  value: number | null;
}

/** What it means that there are none. */
function withoutSamples({ run }: Pick<Recording, 'run'>): 'fail' | 'unknown' {
  return run.status === 'interrupted' || run.status === 'broken' || diedRunning({ run }) ? 'unknown' : 'fail';
}

function judgeThreshold(source: string, metrics: readonly Metric[], absent: 'fail' | 'unknown'): Judgement {
  const threshold = parseThreshold(source);
  if ('mistake' in threshold) return { ...blank(source, ''), verdict: 'unknown', headline: threshold.mistake };
  const { aggregate, metric: name, subject } = threshold;
  const kind: MetricKind = metricCatalogue[name];
  const unit = aggregate.kind === 'count' ? 'samples' : kind.unit;
  const judgement = { ...blank(source, unit), limit: limitRange(threshold, kind.signed === true) };
  const answers = meant(threshold, metrics).map(
    (metric): Answer => ({ metric, value: isShown(metric) ? aggregated(valuesOf(metric), aggregate) : null }),
  );
  const [worst] = answers.toSorted(
    (a, b) => order(threshold, b, absent) - order(threshold, a, absent) || worse(threshold, b, a),
  );
  if (worst === undefined) {
    const of = subject === null ? '' : ` of ${subject}`;
    return { ...judgement, verdict: absent, headline: `No samples: this run shows no ${name}${of}.` };
  }
  const { metric, value } = worst;
  const who = `${metric.subject}${answers.length === 1 ? '' : `, the worst of ${answers.length}`}`;
  if (value === null)
    return {
      ...judgement,
      verdict: isAbsent(metric) ? absent : 'fail',
      headline: `Not known of ${who}: ${absence(metric)}.`,
    };
  const known = Number.isFinite(value);
  const told = known ? inUnit(value, unit) : 'more than could be measured';
  const basis = [
    count(metric.samples.length, 'sample'),
    ...(metric.beyond === undefined ? [] : [beyondWords(metric.beyond)]),
  ];
  const isValue = aggregate.kind !== 'count' && aggregate.kind !== 'spread';
  return {
    ...judgement,
    verdict: holds(threshold, value) ? 'pass' : 'fail',
    headline: `It came to ${told} (${who}; ${basis.join(', ')}), ${operatorWords[threshold.operator]} ${inUnit(threshold.limit, unit)} asked for.`,
    measured: known ? { median: value, min: value, max: value, trials: metric.samples.length } : null,
    predicted: isValue ? metric.predicted : null,
    bound: isValue ? metric.bound : null,
  };
}

/** The metric of every subject that is meant. */
function meant({ metric: name, subject }: Threshold, metrics: readonly Metric[]): Metric[] {
  const own = metrics.filter((one) => one.name === name);
  if (subject === null) return own;
  const named = subjectsNamed(
    subject,
    own.map((one) => one.subject),
  );
  return own.filter((one) => named.includes(one.subject));
}

/** What nobody knows is worse than what does not hold, unless it is no failure; and that than what does. */
function order(threshold: Threshold, { metric, value }: Answer, absent: 'fail' | 'unknown'): number {
  if (value === null) return absent === 'unknown' && isAbsent(metric) ? 1 : 3;
  return holds(threshold, value) ? 0 : 2;
}

function isAbsent({ samples, beyond = 0 }: Metric): boolean {
  return samples.length === 0 && beyond === 0;
}

function worse(threshold: Threshold, a: Answer, b: Answer): number {
  return a.value === null || b.value === null || a.value === b.value ? 0 : worseFirst(threshold, a.value, b.value);
}

/** Times from a second on in seconds, shorter ones in ms: there are some of less than one. */
function inUnit(value: number, unit: string): string {
  if (unit === 'ms' && Math.abs(value) >= 1000) return inSeconds(value);
  const single = value === 1 && unit.length > 2 && !unit.includes(' ');
  return `${Number(value.toFixed(3))} ${single ? unit.replace(/s$/, '') : unit}`;
}

function absence(metric: Metric): string {
  return isAbsent(metric) ? 'there are no samples, no trial shows it' : beyondWords(metric.beyond ?? 0);
}

function beyondWords(trials: number): string {
  return `${count(trials, 'trial')} beyond what could be measured`;
}

function blank(source: string, unit: string): Omit<Judgement, 'verdict' | 'headline'> {
  return { check: 'threshold', subject: source, unit, measured: null, predicted: null, bound: null, limit: null };
}
