import { verdictOf } from '../../harness/checks/verdict.ts';
import type { Measured, TrialMeasurement } from '../../harness/model.ts';
import { hull } from '../../harness/stats/hull.ts';
import { measured } from '../../harness/stats/quantiles.ts';
import type { Content } from '../content.ts';
import { absent, formatIn, formatMeasured, formatNumber, formatRange } from '../format.ts';
import { type Html, type Part, table } from '../html.ts';
import { inTrials } from '../trial-words.ts';
import { badge } from './verdict.ts';

const columns = [
  { title: 'Fault' },
  { title: 'Verdict' },
  { title: 'Trials', numeric: true },
  { title: 'Failover time', numeric: true },
  { title: 'Predicted', numeric: true },
  { title: 'Impaired', numeric: true },
  { title: 'Lost', numeric: true },
  { title: 'Connections lost', numeric: true },
];

/** What each fault did to clients, in one line each; null without trials. */
export function glance({
  recording,
  trials,
  judgements,
}: Pick<Content, 'recording' | 'trials' | 'judgements'>): Html | null {
  if (trials.length === 0) return null;
  const measurements = trials.map((one) => one.measurement);
  const rows = recording.run.faults.map(({ name }): Part[] => {
    const own = measurements.filter((one) => one.fault === name);
    return [
      name,
      badge(verdictOf(judgements.filter((one) => one.subject === name))),
      formatNumber(own.length),
      ...numbersOf(own),
    ];
  });
  return table(
    'What clients felt: failover time as median [smallest .. largest] over the trials, requests impaired (late or lost) and connections over all of them.',
    columns,
    rows,
  );
}

function numbersOf(own: TrialMeasurement[]): Part[] {
  const times: Measured | null = measured(own.flatMap((one) => one.failoverTimeMs ?? []));
  const bound = Math.max(0, ...own.map((one) => one.failoverBoundMs ?? 0));
  const band = hull(own.flatMap((one) => one.predictedFailoverMs ?? []));
  const sum = (of: (one: TrialMeasurement) => number) => formatNumber(own.reduce((total, one) => total + of(one), 0));
  const before = sum((one) => one.connectionsBefore);
  return [
    times === null
      ? 'not measured'
      : `${formatMeasured('ms', times)} ± ${formatIn('ms', bound)}${inTrials(times, own)}`,
    band === null ? absent : formatRange('ms', band),
    `${sum((one) => one.impairedRequests)} of ${sum((one) => one.requests)}`,
    sum((one) => one.lostRequests),
    `${sum((one) => one.connectionsLost)} of ${before}`,
  ];
}
