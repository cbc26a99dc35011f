import type { Metric, Range } from '../../model.ts';
import { hull } from '../../stats/hull.ts';
import { type MetricName, metricCatalogue } from './catalogue.ts';

/** What a trial shows of a metric. `beyond`: it was larger than could be measured. */
export interface Sample {
  value: number | 'beyond';
  predicted?: Range | null;
  bound?: number | null;
  /** In what the trial differs on purpose from others of its subject. */
  stratum?: string;
}

/** A metric that a run may have, and whether it is missed where no trial shows it. */
export interface Candidate {
  metric: Metric;
  missed: boolean;
}

/** A metric of these samples; those that are null show nothing of it. */
export function metricOf(name: MetricName, subject: string, samples: readonly (Sample | null)[]): Metric {
  const { unit, better } = metricCatalogue[name];
  const shown = samples.filter((one) => one !== null);
  const beyond = shown.filter(({ value }) => value === 'beyond').length;
  const numbers = shown.flatMap(({ value, stratum }) => (value === 'beyond' ? [] : [{ value, stratum }]));
  const strata = numbers.flatMap(({ stratum }) => stratum ?? []);
  const bounds = shown.flatMap(({ bound }) => bound ?? []);
  return {
    name,
    subject,
    unit,
    better,
    samples: numbers.map(({ value }) => value),
    ...(strata.length < numbers.length || strata.length === 0 ? {} : { strata }),
    ...(beyond === 0 ? {} : { beyond }),
    predicted: hull(shown.flatMap(({ predicted }) => predicted ?? [])),
    bound: bounds.length === 0 ? null : Math.max(...bounds),
  };
}

/** Whether the metric says anything at all. */
export function isShown({ samples, beyond = 0 }: Pick<Metric, 'samples' | 'beyond'>): boolean {
  return samples.length > 0 || beyond > 0;
}

/** Samples, and as infinite what was larger than could be measured. */
export function valuesOf({ samples, beyond = 0 }: Pick<Metric, 'samples' | 'beyond'>): number[] {
  return [...samples, ...Array.from({ length: beyond }, () => Number.POSITIVE_INFINITY)];
}

/** A single number as a range. */
export function exactly(value: number): Range {
  return { low: value, high: value };
}
