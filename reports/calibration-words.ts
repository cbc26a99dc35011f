import {
  type CalibratedInterval,
  type CalibrationDoubts,
  calibratedAt,
  calibrationSuite,
  doubtsOf,
  type MethodError,
} from '../harness/measure/calibrated-error.ts';
import type { CalibratedError, Range, Run } from '../harness/model.ts';
import { inUtc } from './document.ts';
import { counted, formatMs, formatRange } from './format.ts';
import { hasProber } from './prober.ts';

/** What RFC 6414 calls them, in few words. */
export const methodWords: Record<CalibratedError['method'], string> = {
  'time-stamp': 'time-stamp method',
  loss: 'loss method',
};

/** What a run says that carries no calibration. */
export const notCalibrated = `How far the prober is off on this machine was not known when the run began: npm run suite ${calibrationSuite} finds out.`;

/**
 * How far the numbers of a run's prober are from the truth, as far as that is known: a few sentences. Null where that is
 * not asked: of a run without a prober, and of one that calibrates it.
 */
export function calibrationWords(run: Run): string | null {
  if (!hasProber(run) || run.suite === calibrationSuite) return null;
  const { calibration } = run;
  if (calibration === undefined) return notCalibrated;
  const at = calibratedAt(calibration, run.probe.intervalMs);
  if (at === null) return `The calibration of ${inUtc(calibration.startedAt)} holds no error of an outage.`;
  return [intervalSentence(at, run.probe.intervalMs), ...doubtSentences(doubtsOf(calibration, run))].join(' ');
}

/** Once what several runs say alike. */
export function calibrationsInWords(runs: readonly Run[]): string[] {
  return [...new Set(runs.flatMap((run) => calibrationWords(run) ?? []))];
}

function intervalSentence({ asked, probeIntervalMs, methods }: CalibratedInterval, wantedMs: number): string {
  const each = methods.map(({ method, ...error }) => `${methodWords[method]} ${errorWords(error)}`);
  const at = asked
    ? `at ${formatMs(probeIntervalMs)}`
    : `at ${formatMs(probeIntervalMs)}, the calibrated interval nearest to ${formatMs(wantedMs)}`;
  return `Calibrated error of an outage ${at}: ${each.join('; ')}.`;
}

function errorWords({ worstMs, biasMs, seenFromMs }: Omit<MethodError, 'method'>): string {
  const seen = seenFromMs === null ? 'not every outage was seen' : `sees all from ${formatMs(seenFromMs)} on`;
  return `at most ${formatMs(worstMs)}, bias ${signedRange(biasMs)}, ${seen}`;
}

/** Why it may say less than it seems to. */
export function doubtSentences({ verdict, otherCommit, dirty, oldDays }: CalibrationDoubts): string[] {
  return [
    ...(verdict === 'fail' ? ['That calibration failed.'] : []),
    ...(verdict === 'unknown' ? ['That calibration proved nothing: its verdict is unknown.'] : []),
    ...(otherCommit === null ? [] : [`It was made with another commit (${otherCommit.slice(0, 12)}).`]),
    ...(dirty ? ['It was made with uncommitted changes.'] : []),
    ...(oldDays === null
      ? []
      : [`It was ${counted(oldDays, 'day')} old: npm run suite ${calibrationSuite} makes a new one.`]),
  ];
}

/** An error, whose sign says which way: `+0.3 ms`. */
export function signed(ms: number): string {
  return `${ms > 0 ? '+' : ''}${formatMs(ms)}`;
}

/** From the lowest to the highest error. */
export function signedRange(range: Range): string {
  return range.low === range.high ? signed(range.low) : formatRange('ms', range, ' to ');
}
