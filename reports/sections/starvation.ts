import { usedAdvertIntervalMs } from '../../harness/keepalived/advert-interval.ts';
import { type AdvertGap, advertGaps, masterGapsUnder } from '../../harness/measure/advert-gaps.ts';
import { type FalseFailover, falseFailoverIn, outcomeOf } from '../../harness/measure/false-failover.ts';
import { inLevelUnit } from '../../harness/measure/level-words.ts';
import { faultWindow } from '../../harness/measure/trial.ts';
import { undisturbedTimes } from '../../harness/measure/undisturbed.ts';
import { factsOf } from '../../harness/measure/vrrp-faults.ts';
import type { Recording, TrialRecord } from '../../harness/model.ts';
import { largest } from '../../harness/stats/extremes.ts';
import { quantile } from '../../harness/stats/quantiles.ts';
import type { Drawing } from '../charts/render.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatMs, trialNumber } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';

const trialColumns = [
  { title: 'Trial', numeric: true },
  { title: 'Fault' },
  { title: 'Strength', numeric: true },
  { title: 'Last advert to fault', numeric: true },
  { title: 'Silence', numeric: true },
  { title: 'Waited for', numeric: true },
  { title: 'Predicted' },
  { title: 'Happened' },
  { title: 'Takeovers', numeric: true },
  { title: 'Impaired', numeric: true },
  { title: 'As predicted' },
];

const gapColumns = [
  { title: 'When' },
  { title: 'Adverts of' },
  { title: 'Intervals', numeric: true },
  { title: '1st percentile', numeric: true },
  { title: 'Median', numeric: true },
  { title: '99th percentile', numeric: true },
  { title: 'Longest', numeric: true },
];

/**
 * What became of a living master whose adverts came late; null for a run without such faults. `chart` is that of
 * `silenceChart`.
 */
export function starvationSection(
  { recording, trials }: Pick<Content, 'recording' | 'trials'>,
  chart: Drawing | null,
): Section | null {
  const late = recording.run.trials.filter((trial) => factsOf(recording.run, trial)?.lateness !== undefined);
  if (late.length === 0) return null;
  const impaired = (trial: TrialRecord) =>
    trials.find(({ measurement }) => measurement.index === trial.index)?.measurement.impairedRequests ?? 0;
  const { vrrp } = recording.run.topology;
  const realtime = vrrp.realtimePriority === undefined ? 'without' : `with priority ${vrrp.realtimePriority} by`;
  return {
    id: 'starvation',
    title: 'Late adverts',
    body: html`<p>The master lives, and its adverts are late: the backup must take over when it has heard none for its master-down interval, and
not before. Of pauses, losses in a row and delays the silence is what they make by themselves; of losses at random and
of a starved master it is the one that was seen. keepalived runs ${realtime} vrrp_rt_priority here.</p>
${
  chart !== null &&
  figure(
    chart,
    'Filled diamonds: the backup took over. Open circles: it did not. A takeover is predicted on the shaded side of the line. Each with the strength of its fault.',
  )
}
${table(
  'Every trial: the silence that the fault made, and whether the backup took over from the living master.',
  trialColumns,
  late.map((trial) => trialRow(recording, trial, impaired(trial))),
)}
${table(
  `Intervals between adverts of one director, under a fault those of the master with the one in which it struck; ${formatMs(usedAdvertIntervalMs(vrrp))} is what keepalived makes of the configured ${formatMs(vrrp.advertIntervalMs)}.`,
  gapColumns,
  [
    ...gapRows('without a fault', advertGaps(recording, undisturbedTimes(recording))),
    ...late.flatMap((trial) => {
      const window = faultWindow(trial);
      return window === null
        ? []
        : gapRows(`trial ${trialNumber(trial)}, ${trial.fault}`, masterGapsUnder(recording, window));
    }),
  ],
)}`,
  };
}

function trialRow(recording: Recording, trial: TrialRecord, impaired: number): Part[] {
  const window = faultWindow(trial);
  const seen = window === null ? null : falseFailoverIn(recording, trial, window);
  if (seen === null) return [trialNumber(trial), trial.fault, ...Array(trialColumns.length - 2).fill(absent)];
  const unit = factsOf(recording.run, trial)?.level?.unit ?? '';
  const widthMs = trial.effective === null ? 0 : trial.effective.latestMs - trial.effective.earliestMs;
  const outcome = outcomeOf(seen, widthMs);
  return [
    trialNumber(trial),
    trial.fault,
    inLevelUnit(seen.level, unit),
    formatMs(seen.phaseMs),
    formatMs(seen.downMs + seen.marginMs),
    formatMs(seen.downMs),
    outcome === 'too-close' ? 'too close to call' : wanted(seen, outcome === 'as-predicted') ? 'takeover' : 'none',
    seen.successor === null ? 'none' : `${seen.successor} took over`,
    seen.takeovers,
    counted(impaired, 'request'),
    outcome === 'too-close' ? absent : outcome === 'as-predicted' ? 'yes' : 'no',
  ];
}

function wanted({ takeoverMs }: FalseFailover, asPredicted: boolean): boolean {
  return (takeoverMs !== null) === asPredicted;
}

function gapRows(when: string, gaps: readonly AdvertGap[]): Part[][] {
  return [...new Set(gaps.map(({ director }) => director))].map((director) => {
    const lengths = gaps.filter((one) => one.director === director).map(({ lengthMs }) => lengthMs);
    const at = (share: number) => formatMs(quantile(lengths, share) ?? 0);
    return [when, director, lengths.length, at(0.01), at(0.5), at(0.99), formatMs(largest(lengths))];
  });
}
