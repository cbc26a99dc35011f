import type { Judgement, Measured, Metric, Range, Run } from '../../harness/model.ts';
import { measured } from '../../harness/stats/quantiles.ts';

/** A number of a run that a reader of many runs wants to see. */
export interface KeyNumber extends Measured {
  /** A metric's or a check's. */
  name: string;
  /** A fault's name, a kind of load, or `run`. */
  subject: string;
  unit: string;
  /** Where each value was predicted to lie; null: nowhere in particular. */
  predicted: Range | null;
  /** Largest error bound of a value, plus or minus; null: not stated. */
  bound: number | null;
}

/** As many of a run are kept: enough to find again what another run of its kind shows first. */
const kept = 12;

/**
 * The numbers of a run, most telling first: those of its first metric, one for each subject, then the others. Runs from
 * before there were metrics are told by what their checks measured, in the order in which the scenario names its checks.
 */
export function keyNumbers(run: Pick<Run, 'metrics' | 'judgements' | 'checks'>): KeyNumber[] {
  const numbers = run.metrics ? run.metrics.flatMap(ofMetric) : ofJudgements(run.judgements ?? [], run.checks);
  const [first] = numbers;
  if (first === undefined) return [];
  const alike = numbers.filter((one) => one.name === first.name);
  return [...alike, ...numbers.filter((one) => one.name !== first.name)].slice(0, kept);
}

function ofMetric({ name, subject, unit, samples, predicted, bound }: Metric): KeyNumber[] {
  const summary = measured(samples);
  return summary === null ? [] : [{ name, subject, unit, ...summary, predicted, bound }];
}

function ofJudgements(judgements: readonly Judgement[], checks: readonly string[]): KeyNumber[] {
  const place = (check: string) => (checks.includes(check) ? checks.indexOf(check) : checks.length);
  return judgements
    .toSorted((a, b) => place(a.check) - place(b.check))
    .flatMap(({ check, subject, unit, measured: summary, predicted, bound }) =>
      summary === null ? [] : [{ name: check, subject, unit, ...summary, predicted, bound }],
    );
}
