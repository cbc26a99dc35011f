import type { MetricName } from '../../harness/measure/metrics/catalogue.ts';
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
  /** Further trials in which it was larger than could be measured. */
  beyond: number;
}

/**
 * The metric that a check's question is about. Of checks that are not here, numbers tell little by themselves, or another
 * check of the same scenarios tells more: `failover-time` beside `detection-time`.
 */
const answers: ReadonlyMap<string, MetricName> = new Map<string, MetricName>([
  ['failover-time', 'failoverMs'],
  ['reversion-time', 'reversionMs'],
  ['removal-time', 'removalMs'],
  ['return-time', 'returnMs'],
  ['dual-master', 'dualHolderMs'],
  ['path-mtu', 'firstStalledBytes'],
  ['forwarding-ratio', 'ratioToDirect'],
  ['link-gain', 'linkGain'],
  ['forwarding-capacity', 'requestsPerSecond'],
  ['balance-sequence', 'misplacedDecisions'],
  ['balance-share', 'shareDeviationPercent'],
  ['disruption', 'collateralPercent'],
  ['established-connections', 'connectionsLost'],
  ['unimpaired', 'impaired'],
]);

/** As many of a run are kept: enough to find again what another run of its kind shows first. */
const kept = 12;

/**
 * The numbers of a run, most telling first: those that answer the questions of its scenario, in the order in which that
 * names its checks; then the others, and last what is of the run as a whole. Those of one name stand together. Runs from
 * before there were metrics are told by what their checks measured.
 */
export function keyNumbers(run: Pick<Run, 'metrics' | 'judgements' | 'checks'>): KeyNumber[] {
  const asked = run.checks.filter((check) => answers.has(check));
  const { metrics } = run;
  const numbers = metrics
    ? inTurn(
        metrics.flatMap(ofMetric),
        asked.flatMap((check) => answers.get(check) ?? []),
      )
    : inTurn((run.judgements ?? []).flatMap(ofJudgement), asked);
  return numbers.slice(0, kept);
}

function ofMetric({ name, subject, unit, samples, beyond = 0, predicted, bound }: Metric): KeyNumber[] {
  const summary = measured(samples);
  return summary === null ? [] : [{ name, subject, unit, ...summary, predicted, bound, beyond }];
}

function ofJudgement({ check, subject, unit, measured: summary, predicted, bound }: Judgement): KeyNumber[] {
  return summary === null ? [] : [{ name: check, subject, unit, ...summary, predicted, bound, beyond: 0 }];
}

function inTurn(numbers: readonly KeyNumber[], first: readonly string[]): KeyNumber[] {
  const names = [...new Set(numbers.map(({ name }) => name))];
  const rank = ({ name, subject }: KeyNumber): number => {
    if (first.includes(name)) return first.indexOf(name);
    return first.length + names.indexOf(name) + (subject === 'run' ? names.length : 0);
  };
  return numbers.toSorted((a, b) => rank(a) - rank(b));
}
