import { quantile } from './quantiles.ts';
import { seededRandom } from './seeded-random.ts';

/** A number told from samples, and its interval; whether that is of the confidence that was asked for, see `bootstrap`. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  /** How many samples it is told from. */
  samples: number;
}

/** How an interval is found. */
export interface BootstrapOptions {
  /** The same seed gives the same interval. */
  seed: number;
  /** How often the samples are drawn anew; at least 10 000 where the interval is to be shown (MEASURING 5.2). */
  resamples?: number;
  /** 0..1 */
  confidence?: number;
}

/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13) of any statistic: the samples are drawn with replacement,
 * as many as there are, again and again. A sample is whatever varies independently: a trial, or a pair of trials of one
 * round, never a request. Percentile and not BCa, whose acceleration comes from the jackknife, and that is wrong for
 * medians (ibid. 11.6). Of a median of fewer than six samples the interval goes from the smallest to the largest, and
 * covers 50 % with two, 75 % with three, 88 % with four and 94 % with five, not 95 %. Null without samples, and where the statistic has no value.
 */
export function bootstrap<Sample>(
  samples: readonly Sample[],
  statistic: (drawn: readonly Sample[]) => number | null,
  { seed, resamples = 10_000, confidence = 0.95 }: BootstrapOptions,
): Estimate | null {
  const value = samples.length === 0 ? null : statistic(samples);
  if (value === null) return null;
  const random = seededRandom(seed);
  const drawn = [...samples];
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let place = 0; place < drawn.length; place += 1) {
      drawn[place] = samples[Math.floor(random() * samples.length)] as Sample;
    }
    const again = statistic(drawn);
    if (again !== null) values.push(again);
  }
  const tail = (1 - confidence) / 2;
  return {
    value,
    low: quantile(values, tail) ?? value,
    high: quantile(values, 1 - tail) ?? value,
    samples: samples.length,
  };
}
