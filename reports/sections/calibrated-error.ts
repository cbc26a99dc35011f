import { type CalibratedInterval, calibratedAt } from '../../harness/measure/calibrated-error.ts';
import type { CalibratedError, Calibration } from '../../harness/model.ts';
import { calibrationWords, methodWords, signed, signedRange } from '../calibration-words.ts';
import type { Content } from '../content.ts';
import { inUtc } from '../document.ts';
import { absent, counted, formatMs, formatNumber } from '../format.ts';
import { type Html, html, type Part, type Section, table } from '../html.ts';

/** How far the prober is off on this machine, beside the bounds that a recording can show of itself; null where that is not known, or not asked. */
export function calibratedErrorSection({ recording }: Pick<Content, 'recording'>): Section | null {
  const { run } = recording;
  const words = calibrationWords(run);
  if (words === null || run.calibration === undefined) return null;
  return {
    id: 'calibrated-error',
    title: 'Calibrated error',
    body: html`<p>${words}</p>
${calibrationBody(run.calibration, run.probe.intervalMs)}`,
  };
}

function calibrationBody(calibration: Calibration, intervalMs: number): Html | null {
  const at = calibratedAt(calibration, intervalMs);
  if (at === null) return null;
  const { startedAt, gitCommit } = calibration;
  const commit = gitCommit === null ? '' : `, commit ${gitCommit.slice(0, 12)}`;
  const every = formatMs(at.probeIntervalMs);
  const lateness = calibration.lateness.find((one) => one.probeIntervalMs === at.probeIntervalMs);
  return html`<p class="facts">Outages of known length, a request every ${every}; calibration of ${inUtc(startedAt)}${commit}. It says how far a failover time here may be from the truth, beside the bound that each trial shows of itself.</p>
${methodTable([at])}
<details><summary>${counted(at.errors.length, 'row')}, by length</summary>${errorTable(at.errors)}</details>
${[
  ...quietWords(calibration.quiet),
  ...(lateness === undefined ? [] : [latenessWords(lateness)]),
  ...(calibration.clock === null ? [] : [clockWords(calibration.clock)]),
].map((words) => html`<p>${words}</p>`)}`;
}

/** Each method over all lengths, at each of these intervals. */
export function methodTable(intervals: readonly CalibratedInterval[]): Html {
  return table(
    'By method, over all lengths. Bias: median error of a length, from the lowest to the highest. Spread: largest minus smallest error of one length. Worst: largest error of any trial, either way. Known to: within what the true lengths were known.',
    [
      { title: 'Method' },
      { title: 'Probe interval', numeric: true },
      { title: 'Trials', numeric: true },
      { title: 'Bias', numeric: true },
      { title: 'Spread', numeric: true },
      { title: 'Worst', numeric: true },
      { title: 'Known to', numeric: true },
      { title: 'Sees all from', numeric: true },
    ],
    intervals.flatMap(({ probeIntervalMs, methods }) =>
      methods.map(({ method, trials, biasMs, spreadMs, worstMs, knownToMs, seenFromMs }): Part[] => [
        methodWords[method],
        formatMs(probeIntervalMs),
        formatNumber(trials),
        signedRange(biasMs),
        formatMs(spreadMs),
        formatMs(worstMs),
        `± ${formatMs(knownToMs)}`,
        seenFromMs === null ? absent : formatMs(seenFromMs),
      ]),
    ),
  );
}

/** How outages were made, in few words. */
export const madeWords: Record<CalibratedError['made'], string> = {
  path: 'packets dropped on the path',
  server: 'a server that discards',
};

/** Errors by method and length. */
export function errorTable(errors: readonly CalibratedError[]): Html {
  return table(
    'Error: measured minus true length. Bias: the median of the trials. Spread: the largest minus the smallest. Worst: the largest, either way. Known to: within what the true lengths were known. An outage of 0 ms is none: what was seen there was a false alarm.',
    [
      { title: 'Method' },
      { title: 'Made by' },
      { title: 'Probe interval', numeric: true },
      { title: 'Outage', numeric: true },
      { title: 'Bias', numeric: true },
      { title: 'Spread', numeric: true },
      { title: 'Worst', numeric: true },
      { title: 'Known to', numeric: true },
      { title: 'Seen', numeric: true },
    ],
    errors.map((one): Part[] => [
      methodWords[one.method],
      madeWords[one.made],
      formatMs(one.probeIntervalMs),
      formatMs(one.outageMs),
      signed(one.biasMs),
      formatMs(one.spreadMs),
      formatMs(one.worstMs),
      `± ${formatMs(one.knownToMs)}`,
      `${one.seen} of ${one.trials}`,
    ]),
  );
}

/** What was impaired while nothing was done. */
export function quietWords({ durationMs, impaired }: Calibration['quiet']): string[] {
  if (impaired.length === 0) return [];
  const still = impaired.filter((count) => count === 0).length;
  const worst = Math.max(...impaired);
  const most = worst === 0 ? '' : `, at most ${counted(worst, 'request')} in one`;
  return [
    `With nothing done for ${formatMs(durationMs)}, no request was impaired in ${still} of ${counted(impaired.length, 'run')}${most}.`,
  ];
}

/** How late requests were sent. */
export function latenessWords({ probeIntervalMs, p50Ms, p99Ms, maxMs }: Calibration['lateness'][number]): string {
  return `Sent after it was due, one request every ${formatMs(probeIntervalMs)}: ${formatMs(p50Ms)} at the median, 99 % within ${formatMs(p99Ms)}, ${formatMs(maxMs)} at worst.`;
}

/** How the prober's stamps go with those of the capture. */
export function clockWords({ packets, medianMs, worstMs }: NonNullable<Calibration['clock']>): string {
  return `The prober’s stamp of ${counted(packets, 'packet')} beside the capture’s of the same: ${signed(medianMs)} at the median, ${formatMs(worstMs)} at worst.`;
}
