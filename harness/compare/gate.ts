import type { Metric } from '../model.ts';
import { cliffsDelta } from '../stats/cliffs-delta.ts';
import { hodgesLehmann, type Shift, shiftOf } from '../stats/hodges-lehmann.ts';
import { mannWhitney } from '../stats/mann-whitney.ts';
import { median } from '../stats/quantiles.ts';
import { detectableShift, fewestFor, repetitionsFor } from '../stats/repetitions.ts';
import { paired, type Stratum } from '../stats/stratum.ts';
import { type Pooled, strataOf } from './pooled-metrics.ts';
import { type SmallestShift, smallestShiftOf } from './smallest-shift.ts';

/** What is said of a metric of the candidate. */
export type Standing = 'better' | 'same' | 'worse' | 'unknown';

/**
 * Why. `proven`: all three conditions hold; `within`: the whole interval of the shift is smaller than what matters;
 * `unrepeated`: the first two hold, and there is only one run to show it; `contradicted`: another run shows the opposite;
 * `beyond`: the median hides that one side was beyond measure more often; `too-few`: the interval reaches to both sides of what matters, or the test cannot tell; `one-sided`: one side lacks it.
 */
export type Reason = 'proven' | 'within' | 'unrepeated' | 'contradicted' | 'beyond' | 'too-few' | 'one-sided';

/** False alarms allowed in a whole family of tests (MEASURING 5.2). */
export const level = 0.01;

/** What the samples of both sides say, before it is known how many other metrics are looked at. */
export interface Evidence {
  strata: (Stratum & { name: string })[];
  shift: Shift;
  cliffsDelta: number;
  p: number;
  /** Counted out, not approximated. */
  exact: boolean;
  /** False where all samples are equal: there is nothing to test, and no false alarm to be had. */
  varies: boolean;
  smallest: SmallestShift;
  /** Samples beyond measure, of each side. */
  beyond: { baseline: number; candidate: number };
  /** Estimated from the interval of the shift, or from the spread where there is none; null: too few even for that. */
  standardError: number | null;
  /** The smallest shift that so many samples tell from none, four times in five; null: too few to say. */
  detectable: number | null;
  /** Whether every run of the candidate shifts the way all of them do; null: only one can be held beside the baseline. */
  repeated: boolean | null;
}

/** Tests and estimates of one metric (MEASURING 5.2); null where the sides have nothing alike to be held together. */
export function evidenceOf(facts: Pick<Metric, 'name' | 'unit'>, baseline: Pooled, candidate: Pooled): Evidence | null {
  const base = baseline.byRun.map(({ metric }) => metric);
  const strata = strataOf(
    base,
    candidate.byRun.map(({ metric }) => metric),
  );
  const shift = hodgesLehmann(strata);
  const test = mannWhitney(strata);
  if (shift === null || test === null) return null;
  const bound = Math.max(baseline.bound ?? 0, candidate.bound ?? 0);
  const standardError = standardErrorOf(shift, paired(strata));
  return {
    strata,
    shift,
    cliffsDelta: cliffsDelta(test),
    p: test.p,
    exact: test.exact,
    varies: strata.some((one) => new Set([...one.baseline, ...one.candidate]).size > 1),
    smallest: smallestShiftOf({ ...facts, bound }, median(baseline.samples) ?? 0),
    beyond: { baseline: beyondIn(baseline), candidate: beyondIn(candidate) },
    standardError,
    detectable: standardError === null ? null : detectableShift(standardError),
    repeated: repeatedIn(
      shift,
      candidate.byRun.map(({ metric }) => shiftOf(strataOf(base, [metric]))),
    ),
  };
}

/** A run of which nothing may be held beside the baseline repeats nothing. */
function repeatedIn({ value }: Shift, ofRuns: readonly (number | null)[]): boolean | null {
  const shown = ofRuns.filter((own) => own !== null);
  return shown.length < 2 ? null : shown.every((own) => Math.sign(own) === Math.sign(value));
}

/**
 * Above 0: the candidate's samples are beyond measure more often than the baseline's; below 0: less often. Of how many each
 * side has, that is.
 */
export function moreOftenBeyond({ strata, beyond }: Pick<Evidence, 'strata' | 'beyond'>): number {
  const of = (side: 'baseline' | 'candidate') => strata.reduce((sum, one) => sum + one[side].length, 0);
  return beyond.candidate * of('baseline') - beyond.baseline * of('candidate');
}

function beyondIn({ samples }: Pooled): number {
  return samples.filter((value) => !Number.isFinite(value)).length;
}

/** Half the width of the interval over its quantile: it knows of outliers what the estimate itself knows of them. */
function standardErrorOf({ interval }: Shift, strata: readonly Stratum[]): number | null {
  if (interval !== null) return (interval.high - interval.low) / (2 * 1.959964);
  const squares = strata.flatMap(({ baseline, candidate }) => [baseline, candidate].flatMap(squaredDeviations));
  const each = eachSide(strata);
  const degrees = squares.length - 2 * strata.length;
  if (degrees <= 0) return null;
  const error = Math.sqrt((squares.reduce((sum, one) => sum + one, 0) / degrees) * (2 / each));
  return Number.isFinite(error) ? error : null;
}

function squaredDeviations(values: readonly number[]): number[] {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.map((value) => (value - mean) ** 2);
}

/** Samples on a side, where the sides are of different size: their harmonic mean, as that is what a difference rests on. */
function eachSide(strata: readonly Stratum[]): number {
  const n = strata.reduce((sum, { baseline }) => sum + baseline.length, 0);
  const m = strata.reduce((sum, { candidate }) => sum + candidate.length, 0);
  return (2 * n * m) / (n + m);
}

/**
 * The gate (MEASURING 5.2). Better or worse needs all three: p below 0.01 after Holm, the whole 95 % interval of the shift
 * beyond what matters, and every further run shows the same direction. The same is said only where the interval lies
 * within what matters: not to have found a difference is not to have found that there is none.
 */
export function standingOf(
  evidence: Evidence,
  adjustedP: number,
  better: Metric['better'],
): { standing: Standing; reason: Reason } {
  const { shift, smallest, repeated } = evidence;
  const { interval } = shift;
  if (interval === null) return { standing: 'unknown', reason: 'too-few' };
  if (interval.low >= -smallest.value && interval.high <= smallest.value) {
    // A service that never came back once in ten times moves no median.
    const hidden = moreOftenBeyond(evidence) !== 0;
    return hidden ? { standing: 'unknown', reason: 'beyond' } : { standing: 'same', reason: 'within' };
  }
  const large = interval.low > smallest.value || interval.high < -smallest.value;
  if (!large || adjustedP >= level) return { standing: 'unknown', reason: 'too-few' };
  if (repeated === null) return { standing: 'unknown', reason: 'unrepeated' };
  if (!repeated) return { standing: 'unknown', reason: 'contradicted' };
  const improved = shift.value < 0 === (better === 'lower');
  return { standing: improved ? 'better' : 'worse', reason: 'proven' };
}

/** Samples on each side beyond which nobody is told to make more. */
const mostSamples = 10_000;

/**
 * How many samples on each side would do, where these do not tell: for the test to reach its level at all among so many
 * tests, and for a shift that matters to be found. Null: more than anybody makes.
 */
export function samplesNeeded({ strata, shift, smallest, standardError }: Evidence, tests: number): number | null {
  const both = paired(strata);
  const each = eachSide(both);
  const fewest = fewestFor(level / Math.max(1, tests), both.length);
  if (standardError === null) return fewest;
  const bySpread = repetitionsFor(smallest.value, standardError, each);
  // A shift right at what matters takes more than one far from it; of few samples it is not known how near it is.
  const distance = Math.abs(Math.abs(shift.value) - smallest.value);
  const enough = bySpread > each ? bySpread : repetitionsFor(Math.min(smallest.value, distance), standardError, each);
  const needed = Math.max(fewest, Math.floor(each) + 1, enough);
  return needed > mostSamples ? null : needed;
}
