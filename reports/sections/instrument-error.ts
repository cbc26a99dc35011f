import { calibratedAt } from '../../harness/measure/calibrated-error.ts';
import { clockOf } from '../../harness/measure/calibration/clock.ts';
import { latenessOf } from '../../harness/measure/calibration/lateness.ts';
import { calibrationErrors } from '../../harness/measure/calibration/outage-errors.ts';
import { quietRun } from '../../harness/measure/calibration/quiet-run.ts';
import type { Calibration } from '../../harness/model.ts';
import type { Content } from '../content.ts';
import { html, type Section } from '../html.ts';
import { clockWords, errorTable, latenessWords, methodTable, quietWords } from './calibrated-error.ts';
import { figure } from './figure.ts';

/** What one run found out about the instrument. */
export type InstrumentFindings = Pick<Calibration, 'errors' | 'lateness' | 'clock'> & {
  quiet: Calibration['quiet'] | null;
};

/** Null of a run whose faults are none that calibrate. */
export function instrumentFindings({
  recording,
  trials,
}: Pick<Content, 'recording' | 'trials'>): InstrumentFindings | null {
  if (recording.run.faults.every(({ knownOutage }) => knownOutage === undefined)) return null;
  const measurements = trials.map(({ measurement }) => measurement);
  return {
    errors: calibrationErrors(recording, measurements),
    quiet: quietRun(recording, measurements),
    lateness: latenessOf([recording]),
    clock: clockOf(recording),
  };
}

/** How wrong the instrument was of what is known otherwise; null where nothing is. */
export function instrumentSection(content: Pick<Content, 'recording' | 'trials' | 'outageError'>): Section | null {
  const found = instrumentFindings(content);
  if (found === null) return null;
  const { errors, quiet, lateness, clock } = found;
  return {
    id: 'instrument-error',
    title: 'Error of the instrument',
    body: html`${
      content.outageError !== null &&
      figure(
        content.outageError,
        'Each dot is a trial. The band is what its length and the interval of the requests allow, twice that interval either way; where no outage was made nothing may be seen.',
      )
    }
${errors.length > 0 && errorTable(errors)}
${[
  ...(quiet === null ? [] : quietWords(quiet)),
  ...lateness.map(latenessWords),
  ...(clock === null ? [] : [clockWords(clock)]),
].map((words) => html`<p>${words}</p>`)}`,
  };
}

/** The scenarios of a drill together: what becomes the calibration of its machine. Null where none calibrates. */
export function instrumentsSection(parts: readonly (InstrumentFindings | null)[]): Section | null {
  const errors = parts.flatMap((part) => part?.errors ?? []);
  if (errors.length === 0) return null;
  const intervals = [...new Set(errors.map(({ probeIntervalMs }) => probeIntervalMs))].sort((a, b) => a - b);
  return {
    id: 'instrument',
    title: 'Error of the instrument',
    body: html`<p>Outages of known length over all scenarios: what later reports of this machine tell beside their numbers, once the whole suite was run.</p>
${methodTable(intervals.flatMap((intervalMs) => calibratedAt({ errors }, intervalMs) ?? []))}`,
  };
}
