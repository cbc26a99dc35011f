import { valuesOf } from '../measure/metrics/sample.ts';
import type { Metric, Range } from '../model.ts';
import { hull } from '../stats/hull.ts';
import type { Stratum } from '../stats/stratum.ts';
import type { RunOfSet } from './run-set.ts';

/** A metric over all runs of a set. */
export interface Pooled {
  /** One entry for each run that shows it, in the order of their times. */
  byRun: { one: RunOfSet; metric: Metric }[];
  /** What was beyond measure is infinite. */
  samples: number[];
  predicted: Range | null;
  bound: number | null;
}

/** The metric of that name and subject over all runs of a set; null where none shows it. */
export function pooled(runs: readonly RunOfSet[], name: string, subject: string): Pooled | null {
  const byRun = runs.flatMap((one) => {
    const metric = one.metrics.find((each) => each.name === name && each.subject === subject);
    return metric === undefined || valuesOf(metric).length === 0 ? [] : [{ one, metric }];
  });
  if (byRun.length === 0) return null;
  const metrics = byRun.map(({ metric }) => metric);
  return {
    byRun,
    samples: metrics.flatMap(valuesOf),
    predicted: hull(metrics.flatMap(({ predicted }) => predicted ?? [])),
    bound: metrics.reduce<number | null>(
      (most, { bound }) => (bound === null ? most : Math.max(most ?? 0, bound)),
      null,
    ),
  };
}

/**
 * Samples by what their trials differ in on purpose, like beside like; everything is alike where no metric says more, and
 * where it is not known of all in what they differ: where a run does not say, or some were beyond measure.
 */
export function strataOf(baseline: readonly Metric[], candidate: readonly Metric[]): (Stratum & { name: string })[] {
  const all = [...baseline, ...candidate];
  const alike = all.some(({ beyond = 0, strata }) => beyond > 0 || strata === undefined);
  const stratum = ({ strata }: Metric, sample: number) => (alike ? '' : (strata?.[sample] ?? ''));
  const names = [...new Set(all.flatMap((metric) => valuesOf(metric).map((_, n) => stratum(metric, n))))];
  return names.sort(inNumericOrder).map((name) => {
    const of = (metrics: readonly Metric[]) =>
      metrics.flatMap((metric) => valuesOf(metric).filter((_, n) => stratum(metric, n) === name));
    return { name, baseline: of(baseline), candidate: of(candidate) };
  });
}

/** `phase 0.1` before `phase 0.5`, `level 9` before `level 10`: not the locale's way. */
function inNumericOrder(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => Number(/[\d.]+/.exec(text)?.[0] ?? 0));
  return (x ?? 0) - (y ?? 0) || (a < b ? -1 : 1);
}
