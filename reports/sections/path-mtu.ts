import { firstStalledRequestBytes } from '../../harness/ipvs/path-mtu.ts';
import { serviceKey } from '../../harness/measure/destinations.ts';
import { type SizeSweepResult, sizeSweepOf, sweepBoundBytes } from '../../harness/measure/size-sweep.ts';
import type { SizedRequestValue, Topology, TrialRecord } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { absent, formatIn, formatNumber, formatRange, trialNumber } from '../format.ts';
import { html, type Part, type Section, table } from '../html.ts';

const columns = [
  { title: 'Trial', numeric: true },
  { title: 'What had the size' },
  { title: 'Sizes tried' },
  { title: 'Stalled before', numeric: true },
  { title: 'Predicted without ICMP', numeric: true },
  { title: 'Stalled without ICMP', numeric: true },
  { title: 'Stalled after', numeric: true },
];

const directions: [SizedRequestValue['direction'], string][] = [
  ['request', 'the request, with its head'],
  ['response', 'the body of the answer'],
];

/** From which size on requests and answers stalled, in each trial; null for a run that swept no sizes. */
export function pathMtuSection({ recording }: Pick<Content, 'recording'>): Section | null {
  const { topology, trials } = recording.run;
  const rows = trials.flatMap((trial) =>
    directions.flatMap(([direction, words]) => {
      const [before, under, after] = (['before', 'under', 'after'] as const).map((stage) =>
        sizeSweepOf(recording, trial, stage, direction),
      );
      const any = under ?? before ?? after ?? null;
      if (any === null) return [];
      const predicted = predictionFor(topology, trial, any, direction, recording.run.faults);
      return [
        {
          cells: [
            trialNumber(trial),
            words,
            `${formatRange('B', { low: any.smallestBytes, high: any.largestBytes })}, ${formatNumber(any.tried)} of them`,
            edge(before),
            predicted,
            edge(under),
            edge(after),
          ],
        },
      ];
    }),
  );
  if (rows.length === 0) return null;
  return {
    id: 'path-mtu',
    title: 'Sizes that get through',
    body: html`<p>Each size was sent on a connection of its own, by a client whose kernel had forgotten what it knew of the path. A
tunnel adds 20 B to every packet. What does not fit, the director drops, and says so by ICMP "fragmentation needed"; a
client that hears it sends smaller packets, one that does not repeats the same until it gives up.</p>
${table('The smallest size from which on requests were never answered.', columns, rows)}`,
  };
}

function predictionFor(
  topology: Topology,
  trial: TrialRecord,
  { service }: SizeSweepResult,
  direction: SizedRequestValue['direction'],
  faults: Content['recording']['run']['faults'],
): Part {
  const hides = faults.find(({ name }) => name === trial.fault)?.hidesPathMtu === true;
  const asked = topology.virtualServices.find((one) => serviceKey(one) === service);
  if (asked === undefined) return absent;
  const first = direction === 'request' && hides ? firstStalledRequestBytes(topology, asked) : null;
  return first === null ? 'none' : formatIn('B', first);
}

/** `1429 B`, with what was not tried below it. */
function edge(sweep: SizeSweepResult | null | undefined): Part {
  if (sweep === null || sweep === undefined) return absent;
  if (sweep.firstStalledBytes === null) return 'none';
  const bound = sweepBoundBytes(sweep);
  return `${formatIn('B', sweep.firstStalledBytes)}${bound === 0 ? '' : ` ± ${formatIn('B', bound)}`}`;
}
