import { largest, smallest } from './extremes.ts';
import { quantile } from './quantiles.ts';

/** How samples become one number: k6's names, with what they are called here beside them. */
export type Aggregate =
  | { kind: 'min' | 'max' | 'median' | 'mean' | 'count' | 'spread' }
  /** 0..1 */
  | { kind: 'quantile'; share: number };

const kinds: ReadonlyMap<string, Exclude<Aggregate['kind'], 'quantile'>> = new Map([
  ['min', 'min'],
  ['max', 'max'],
  ['median', 'median'],
  ['med', 'median'],
  ['mean', 'mean'],
  ['avg', 'mean'],
  ['count', 'count'],
  ['spread', 'spread'],
]);

/** What may be written for an aggregate, for messages. */
export const aggregateWords = `${[...kinds.keys()].join(', ')}, or p0 to p100 such as p95 and p99.9`;

/** The aggregate of that name: `p95`, or as k6 writes it `p(95)`; null: there is none. */
export function aggregateNamed(name: string): Aggregate | null {
  const kind = kinds.get(name);
  if (kind !== undefined) return { kind };
  const percent = /^p(?:(\d+(?:\.\d+)?)|\((\d+(?:\.\d+)?)\))$/.exec(name);
  const share = Number(percent?.[1] ?? percent?.[2] ?? Number.NaN) / 100;
  return share >= 0 && share <= 1 ? { kind: 'quantile', share } : null;
}

/**
 * One number of these samples; Infinity stands for one that was larger than could be measured. Null without samples, but
 * for `count`, which knows of nothing but those that were measured; null also where it cannot be known (the spread with one
 * that nobody knows). Quantiles are linear between order statistics (`quantile`); `spread` is largest less smallest.
 */
export function aggregated(samples: readonly number[], aggregate: Aggregate): number | null {
  if (aggregate.kind === 'count') return samples.filter(Number.isFinite).length;
  if (samples.length === 0) return null;
  switch (aggregate.kind) {
    case 'min':
      return smallest(samples);
    case 'max':
      return largest(samples);
    case 'median':
      return quantile(samples, 0.5);
    case 'mean':
      return samples.reduce((sum, one) => sum + one, 0) / samples.length;
    case 'spread':
      return samples.every(Number.isFinite) ? largest(samples) - smallest(samples) : null;
    case 'quantile':
      return quantile(samples, aggregate.share);
  }
}
