import { type MetricKind, metricCatalogue } from '../measure/metrics/catalogue.ts';
import { isShown, valuesOf } from '../measure/metrics/sample.ts';
import { metricsOf } from '../measure/metrics.ts';
import { holds, limitRange, operatorWords, worseFirst } from '../measure/thresholds/compare.ts';
import { parseThreshold, type Threshold } from '../measure/thresholds/parse.ts';
import { subjectsNamed } from '../measure/thresholds/subjects.ts';
import type { Judgement, Metric } from '../model.ts';
import { aggregated } from '../stats/aggregate.ts';
import type { Check } from './check.ts';
import { count, inSeconds } from './words.ts';

/**
 * What users ask of metrics, in their own words: one judgement each, whose subject is the text as it was written. It holds
 * when it holds for every subject that it means; the worst of them is told. Without samples nothing was kept, so it fails.
 */
export const check: Check = {
  name: 'threshold',
  summary: 'Metrics are as the thresholds of the suite, and of the command line, ask.',
  concerns: ({ thresholds = [] }) => thresholds.length > 0,
  judge: ({ recording, measurements }) => {
    const metrics = metricsOf(recording, measurements);
    return (recording.run.thresholds ?? []).map((source) => judgeThreshold(source, metrics));
  },
};

/** A metric of one subject, and what its samples come to. */
interface Answer {
  metric: Metric;
  /** Null: it has no samples, or the number cannot be known. */
  value: number | null;
}

function judgeThreshold(source: string, metrics: readonly Metric[]): Judgement {
  const threshold = parseThreshold(source);
  if ('mistake' in threshold) return { ...blank(source, ''), verdict: 'unknown', headline: threshold.mistake };
  const { aggregate, metric: name, subject } = threshold;
  const kind: MetricKind = metricCatalogue[name];
  const unit = aggregate.kind === 'count' ? 'samples' : kind.unit;
  const judgement = { ...blank(source, unit), limit: limitRange(threshold, kind.signed === true) };
  const answers = meant(threshold, metrics).map(
    (metric): Answer => ({ metric, value: isShown(metric) ? aggregated(valuesOf(metric), aggregate) : null }),
  );
  const [worst] = answers.toSorted((a, b) => order(threshold, b) - order(threshold, a) || worse(threshold, b, a));
  if (worst === undefined) {
    const of = subject === null ? '' : ` of ${subject}`;
    return { ...judgement, verdict: 'fail', headline: `No samples: this run shows no ${name}${of}.` };
  }
  const { metric, value } = worst;
  const who = `${metric.subject}${answers.length === 1 ? '' : `, the worst of ${answers.length}`}`;
  if (value === null) return { ...judgement, verdict: 'fail', headline: `Not known of ${who}: ${absence(metric)}.` };
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

/** What nobody knows is worse than what does not hold, and that than what does. */
function order(threshold: Threshold, { value }: Answer): number {
  return value === null ? 2 : holds(threshold, value) ? 0 : 1;
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

function absence({ samples, beyond = 0 }: Metric): string {
  return samples.length === 0 && beyond === 0 ? 'there are no samples, no trial shows it' : beyondWords(beyond);
}

function beyondWords(trials: number): string {
  return `${count(trials, 'trial')} beyond what could be measured`;
}

function blank(source: string, unit: string): Omit<Judgement, 'verdict' | 'headline'> {
  return { check: 'threshold', subject: source, unit, measured: null, predicted: null, bound: null, limit: null };
}
