import type { KernelMs, Range, TrialMeasurement, TrialRecord } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, counted, formatMs, formatRange, trialNumber } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';
import { figure } from './figure.ts';

const columns = [
  { title: 'Trial', numeric: true },
  { title: 'Fault' },
  { title: 'Last advert to fault', numeric: true },
  { title: 'Detection', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'VIP added', numeric: true },
  { title: 'First GARP', numeric: true },
  { title: 'Switch', numeric: true },
  { title: 'Failover time', numeric: true },
  { title: 'predicted', numeric: true },
  { title: 'by loss', numeric: true },
  { title: 'Reversion', numeric: true },
  { title: 'predicted', numeric: true },
];

/** Each failover as a bar; null where there was to be none. */
export function phaseBarsSection({ failoverPhases }: Pick<Content, 'failoverPhases'>): Section | null {
  if (failoverPhases === null) return null;
  const caption =
    'Blue is the protocol’s share: the time until the first missing advert was due, and the rest of what the successor’s timer waits. What comes on top stands alone on the right: the successor’s first advert later than predicted, the VIP on its interface, its gratuitous ARP, the client’s ARP entry, the first request answered in time. What had come before the phase in front of it ended has no width.';
  return { id: 'failover-phases', title: 'Phases of each failover', body: figure(failoverPhases, caption) };
}

/** From the last advert of the old master to the first good answer of the new one, and back, trial by trial. */
export function phasesSection({ trials, recording }: Content): Section {
  const rows = trials.map(({ measurement }) => rowOf(measurement));
  return {
    id: 'phases',
    title: 'Trial by trial',
    body:
      rows.length === 0
        ? html`<p>No trial was recorded.</p>`
        : folded(
            rows.length,
            html`${table(
              'Detection: last advert of the old master to first advert of the new. VIP added, first GARP and switch (first good answer) count from that first advert; requests by when they were due, so a negative switch is a request that waited and was then answered. By loss: impaired requests times interval (RFC 6414, packet-loss based method). Reversion: old master healed to its first advert as MASTER.',
              columns,
              rows,
            )}
${table(
  'What was done to which director, and how it was confirmed.',
  doneColumns,
  trials.map(({ measurement }) => doneRow(measurement, recording.run.trials)),
)}`,
          ),
  };
}

/** Above this the rows are there for those who look for one. */
const manyTrials = 40;

function folded(trials: number, tables: Html): Html {
  return trials <= manyTrials
    ? tables
    : html`<details><summary>The numbers of ${counted(trials, 'trial')}</summary>${tables}</details>`;
}

function time(ms: number | null): string {
  return ms === null ? absent : formatMs(ms);
}

function between(from: KernelMs | null, to: KernelMs | null): string {
  return from === null || to === null ? absent : formatMs(to - from);
}

function range(value: Range | null): string {
  return value === null ? absent : formatRange('ms', value);
}

function rowOf(one: TrialMeasurement): Part[] {
  const bound = one.failoverBoundMs === null ? '' : ` ± ${formatMs(one.failoverBoundMs)}`;
  return [
    trialNumber(one),
    one.fault,
    time(one.phaseMs),
    time(one.detectionMs),
    time(one.predictedDetectionMs),
    between(one.firstAdvertNewMs, one.vipAddedMs),
    between(one.firstAdvertNewMs, one.firstGarpMs),
    time(one.switchMs),
    one.failoverTimeMs === null ? absent : `${formatMs(one.failoverTimeMs)}${bound}`,
    range(one.predictedFailoverMs),
    time(one.failoverTimePlbmMs),
    time(one.reversionDelayMs),
    range(one.predictedReversionMs),
  ];
}

const doneColumns = [
  { title: 'Trial', numeric: true },
  { title: 'Fault' },
  { title: 'Target' },
  { title: 'Successor' },
  { title: 'Took effect within', numeric: true },
  { title: 'Confirmed', wide: true },
  { title: 'Two holders', numeric: true },
  { title: 'Settled with' },
  { title: 'Worst prober lateness', numeric: true },
];

function doneRow(one: TrialMeasurement, records: TrialRecord[]): Part[] {
  const record = records.find((candidate) => candidate.index === one.index);
  const effective = record?.effective ?? null;
  return [
    trialNumber(one),
    one.fault,
    one.target,
    one.successor ?? 'none',
    effective === null ? absent : formatMs(effective.latestMs - effective.earliestMs),
    `${one.confirmed ? 'yes' : 'no'}${record?.confirmation ? `: ${record.confirmation.evidence}` : ''}${record?.error === undefined ? '' : ` (${record.error})`}`,
    formatMs(one.dualHolderMs),
    one.settledHolders === null ? 'not known' : one.settledHolders.join(', ') || 'none',
    formatMs(one.worstLatenessMs),
  ];
}
