import { foreignRouters, predictCollision, timeFrom, unheldMs } from '../../harness/measure/foreign-masters.ts';
import { holdersAt } from '../../harness/measure/holders.ts';
import { undisturbedUntilMs } from '../../harness/measure/instants.ts';
import { dualMasterMs } from '../../harness/measure/masters.ts';
import { entryTrace, garpsIn, longestWrongEntry } from '../../harness/measure/neighbour-entry.ts';
import { masterBefore } from '../../harness/measure/routers.ts';
import { settlingIn } from '../../harness/measure/settling.ts';
import { faultWindow } from '../../harness/measure/trial.ts';
import { predictDualMasterMs, usurpationIn } from '../../harness/measure/usurpation.ts';
import { factsOf, splitsBrain } from '../../harness/measure/vrrp-faults.ts';
import type { Range, Recording, TrialMeasurement, TrialRecord } from '../../harness/model.ts';
import type { Interval } from '../../harness/stats/intervals.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatMs, formatRange, formatShare, trialNumber } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';

const masterColumns = [
  { title: 'Trial', numeric: true },
  { title: 'Fault' },
  { title: 'Took over' },
  { title: 'Counted from', wide: true },
  { title: 'after', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Two MASTERs', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'Two holders', numeric: true },
  { title: 'No holder', numeric: true },
  { title: 'Impaired', numeric: true },
];

const clientColumns = [
  { title: 'Trial', numeric: true },
  { title: 'Fault' },
  { title: 'Client sent to', wide: true },
  { title: 'Changes of its entry', numeric: true },
  { title: 'Gratuitous ARPs', wide: true },
  { title: 'One MASTER after healing', numeric: true },
  { title: 'One holder', numeric: true },
  { title: 'Longest wrong entry after healing', numeric: true },
];

/** Who was MASTER at the same time, and whom the client reached; null for a run without faults of VRRP's path. */
export function splitBrainSection({ recording, trials }: Pick<Content, 'recording' | 'trials'>): Section | null {
  const seen = recording.run.trials.flatMap((trial) => {
    const measurement = trials.find((one) => one.measurement.index === trial.index)?.measurement;
    const window = faultWindow(trial);
    const facts = factsOf(recording.run, trial);
    return facts !== undefined && splitsBrain(facts) && measurement !== undefined && window !== null
      ? [{ trial, measurement, window }]
      : [];
  });
  if (seen.length === 0) return null;
  return {
    id: 'split-brain',
    title: 'Two masters',
    body: html`<p>A director counts as MASTER by its adverts on the wire, heard or not; what a fault drops is dropped at a director's
own interface. While the fault lasts, the client sends to whoever announced itself last.</p>
${table(
  'Who took over from the living master, and for how long there were two, until healing began. Of another cluster: its MASTER and ours.',
  masterColumns,
  seen.map(({ trial, measurement, window }) => masterRow(recording, trial, measurement, window)),
)}
${table(
  'What the client’s neighbour entry of the VIP said: share of the time until healing began, then how long it took for one director to be left, and the longest time for which the entry pointed to one that did not hold the VIP.',
  clientColumns,
  seen.map(({ trial, window }) => clientRow(recording, trial, window)),
)}`,
  };
}

function masterRow(recording: Recording, trial: TrialRecord, measurement: TrialMeasurement, window: Interval): Part[] {
  const seen = usurpationIn(recording, trial, window);
  const withoutHolderMs = unheldMs(recording, window);
  const [name, from, after, predicted] =
    seen === null
      ? [foreignNames(recording, window), absent, absent, absent]
      : [
          seen.usurper ?? 'nobody',
          seen.afterMs === null ? absent : seen.counts === 'reload' ? 'its reload' : 'the last advert it heard',
          time(seen.afterMs),
          seen.expected === null ? 'never' : range(seen.predictedMs),
        ];
  return [
    trialNumber(measurement),
    withLevel(trial),
    name,
    from,
    after,
    predicted,
    formatMs(dualMasterMs(recording, window, seen === null ? 'all' : 'own')),
    range(seen === null ? collisionDual(recording, trial, window) : predictDualMasterMs(seen, window)),
    withoutHolderMs === null ? absent : formatMs(measurement.dualHolderMs),
    time(withoutHolderMs),
    counted(measurement.impairedRequests, 'request'),
  ];
}

function foreignNames(recording: Recording, window: Interval): string {
  const routers = foreignRouters(recording, window);
  return routers.map(({ name, address }) => name ?? address).join(', ') || 'nobody';
}

function collisionDual(recording: Recording, trial: TrialRecord, window: Interval): Range | null {
  const master = masterBefore(recording, window.fromMs);
  if (master === null || trial.effective === null) return null;
  const prediction = predictCollision(recording.run, master, trial.effective);
  if (prediction === null) return null;
  if (prediction.kind !== 'side-by-side' || prediction.firstAdvert === null) return { low: 0, high: 0 };
  return timeFrom(prediction.firstAdvert, window);
}

function clientRow(recording: Recording, trial: TrialRecord, window: Interval): Part[] {
  const trace = entryTrace(recording, window);
  const wholeMs = trace?.pointed.reduce((sum, { forMs }) => sum + forMs, 0) ?? 0;
  const garps = garpsIn(recording, window);
  const healedFromMs = trial.restored?.earliestMs ?? null;
  const untilMs = undisturbedUntilMs(recording, trial);
  const settling = healedFromMs === null ? null : settlingIn(recording, { fromMs: healedFromMs, toMs: untilMs });
  const since = (atMs: number | null) =>
    settling === null || healedFromMs === null ? absent : formatMs((atMs ?? healedFromMs) - healedFromMs);
  const fromMs = trial.restored?.latestMs ?? null;
  const wrong = fromMs === null ? null : longestWrongEntry(recording, { fromMs, toMs: untilMs });
  return [
    trialNumber(trial),
    withLevel(trial),
    trace === null ? absent : trace.pointed.map(({ to, forMs }) => `${to} ${formatShare(forMs, wholeMs)}`).join(', '),
    trace === null ? absent : trace.flips,
    garps.map(({ by, count }) => `${by} ${count}`).join(', ') || 'none',
    since(settling?.mastersUntilMs ?? null),
    since(settling?.holdersUntilMs ?? null),
    trace === null || fromMs === null || holdersAt(recording, untilMs - 1) === null
      ? absent
      : formatMs(wrong === null ? 0 : wrong.toMs - wrong.fromMs),
  ];
}

function withLevel({ fault, level }: TrialRecord): string {
  return level === undefined ? fault : `${fault} ${level}`;
}

function time(ms: number | null): string {
  return ms === null ? absent : formatMs(ms);
}

function range(value: Range | null): string {
  return value === null ? absent : formatRange('ms', value);
}
