import type { MetricComparison } from '../../harness/compare/compare-sets.ts';

const ranks = ['worse', 'better', 'unknown', 'same'] as const;

/** What a reader wants to know first: what changed, what may have, then what could not be told, then the rest. */
export function byNews(metrics: readonly MetricComparison[]): MetricComparison[] {
  const rank = ({ standing, reason, decides }: MetricComparison) =>
    (decides ? 0 : ranks.length) +
    ranks.indexOf(standing) +
    (reason === 'unrepeated' || reason === 'contradicted' ? -0.5 : 0);
  return metrics.toSorted((a, b) => rank(a) - rank(b));
}
