import { measured } from '../stats/quantiles.ts';
import type { Busyness, Figure, Ratio, Target } from './result.ts';

/** The samples of one figure with their median and extremes. Throws when there is none: nothing measured is no number. */
export function figure(what: string, unit: string, samples: readonly number[]): Figure {
  const summary = measured(samples);
  if (summary === null) throw new Error(`Nothing was measured of: ${what}`);
  return { what, unit, samples: [...samples], median: summary.median, min: summary.min, max: summary.max };
}

/** One figure by another, of which the n-th samples were measured in the same round. Throws when they are no pairs. */
export function ratio(what: string, of: Figure, over: Figure): Ratio {
  if (of.samples.length !== over.samples.length) {
    throw new Error(`${what}: ${of.samples.length} samples of ${of.what}, ${over.samples.length} of ${over.what}`);
  }
  const ofRounds = of.samples.map((sample, index) => sample / (over.samples[index] ?? Number.NaN));
  return {
    what,
    of: of.what,
    over: over.what,
    ofMedians: of.median / over.median,
    ofRounds,
    min: Math.min(...ofRounds),
    max: Math.max(...ofRounds),
  };
}

/** With more than this in use by others a number may be the machine's doing. */
const busyShare = 0.15;

/** Whether others used so much of the machine that a time measured meanwhile may be their doing. */
export function wasBusy(busyness: Busyness | null): boolean {
  return busyness !== null && busyness.max > busyShare;
}

/** What a target asks of a number. */
export interface TargetLimits {
  what: string;
  unit: string;
  atLeast?: number;
  atMost?: number;
  /** It is as large on a busy machine as on a quiet one: missed is missed. */
  whateverElseRuns?: true;
}

/**
 * Holds a number to its target. One that is missed on a busy machine is `unknown`: others may be the reason. One that is
 * met is met.
 */
export function target(limits: TargetLimits, value: number | null, busyness: Busyness | null): Target {
  const { what, unit, atLeast, atMost, whateverElseRuns = false } = limits;
  const inside = value !== null && value >= (atLeast ?? value) && value <= (atMost ?? value);
  const excused = value === null || (wasBusy(busyness) && !whateverElseRuns);
  return {
    what,
    unit,
    measured: value,
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(atMost === undefined ? {} : { atMost }),
    verdict: inside ? 'met' : excused ? 'unknown' : 'missed',
  };
}
