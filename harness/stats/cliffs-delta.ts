import type { MannWhitney } from './mann-whitney.ts';

/**
 * Cliff's delta (1993): how much more often a sample of the candidate is the larger of a pair than the smaller, -1..1;
 * 0: as often.
 */
export function cliffsDelta({ u, pairs }: Pick<MannWhitney, 'u' | 'pairs'>): number {
  return (2 * u) / pairs - 1;
}
