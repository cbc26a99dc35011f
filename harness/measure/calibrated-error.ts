import type { CalibratedError, Calibration, Range, Run } from '../model.ts';

/** The suite that makes calibrations, as users type it. */
export const calibrationSuite = 'calibration';

/** How far one method is off at one probe interval, over all outages that were made. */
export interface MethodError {
  method: CalibratedError['method'];
  /** Trials with an outage. */
  trials: number;
  /** The biases of the single lengths, from the lowest to the highest, ms. */
  biasMs: Range;
  /** Largest of any length, ms. */
  spreadMs: number;
  /** Largest absolute error of any trial, also where no outage was made, ms. */
  worstMs: number;
  /** Plus or minus, ms. */
  knownToMs: number;
  /** From this length on every outage was seen, ms; null: not even of the longest was. */
  seenFromMs: number | null;
}

/** What a calibration says of one probe interval. */
export interface CalibratedInterval {
  probeIntervalMs: number;
  /** False: nothing was calibrated at the interval that was asked for, and this one is the nearest. */
  asked: boolean;
  methods: MethodError[];
  /** What the methods were put together from, by length. */
  errors: CalibratedError[];
}

/** What a calibration says of a probe interval, or of the nearest that it has; null where it has none. */
export function calibratedAt(
  { errors }: Pick<Calibration, 'errors'>,
  probeIntervalMs: number,
): CalibratedInterval | null {
  const [nearest] = [...new Set(errors.map((one) => one.probeIntervalMs))].toSorted(
    // Of two that are as near, the longer: its errors are the larger.
    (a, b) => Math.abs(a - probeIntervalMs) - Math.abs(b - probeIntervalMs) || b - a,
  );
  if (nearest === undefined) return null;
  const own = errors.filter((one) => one.probeIntervalMs === nearest).toSorted((a, b) => a.outageMs - b.outageMs);
  const methods = [...new Set(own.map(({ method }) => method))];
  return {
    probeIntervalMs: nearest,
    asked: nearest === probeIntervalMs,
    methods: methods.flatMap(
      (method) =>
        methodError(
          method,
          own.filter((one) => one.method === method),
        ) ?? [],
    ),
    errors: own,
  };
}

/** Null where no outage was made. */
function methodError(method: CalibratedError['method'], errors: readonly CalibratedError[]): MethodError | null {
  const made = errors.filter(({ outageMs }) => outageMs > 0);
  if (made.length === 0) return null;
  const biases = made.map(({ biasMs }) => biasMs);
  return {
    method,
    trials: made.reduce((sum, { trials }) => sum + trials, 0),
    biasMs: { low: Math.min(...biases), high: Math.max(...biases) },
    spreadMs: Math.max(...made.map(({ spreadMs }) => spreadMs)),
    worstMs: Math.max(...errors.map(({ worstMs }) => worstMs)),
    knownToMs: Math.max(...errors.map(({ knownToMs }) => knownToMs)),
    seenFromMs: seenFrom(made),
  };
}

function seenFrom(made: readonly CalibratedError[]): number | null {
  const missed = made.filter(({ seen, trials }) => seen < trials).map(({ outageMs }) => outageMs);
  const longestMissedMs = Math.max(0, ...missed);
  return made.find(({ outageMs }) => outageMs > longestMissedMs)?.outageMs ?? null;
}

/** A calibration is old after so many days: machines and what runs beside us change. */
export const oldAfterDays = 30;

/** Why a calibration may say less of a run than it seems to. */
export interface CalibrationDoubts {
  /** Null: it passed. */
  verdict: 'fail' | 'unknown' | null;
  /** The commit that it was made with, where the run was made with another; null otherwise, and where one is not known. */
  otherCommit: string | null;
  /** With sources that were changed since their commit. */
  dirty: boolean;
  /** Its age when the run began, days; null: not old. */
  oldDays: number | null;
}

/** Judged at the time of the run, so that a report says the same whenever it is drawn. */
export function doubtsOf(calibration: Calibration, { versions, startedAt }: Run): CalibrationDoubts {
  const { verdict, gitCommit, gitDirty } = calibration;
  const days = (Date.parse(startedAt) - Date.parse(calibration.startedAt)) / 86_400_000;
  const other = gitCommit !== null && versions.gitCommit !== null && gitCommit !== versions.gitCommit;
  return {
    verdict: verdict === 'pass' ? null : verdict,
    otherCommit: other ? gitCommit : null,
    dirty: gitDirty === true,
    oldDays: days > oldAfterDays ? Math.floor(days) : null,
  };
}
