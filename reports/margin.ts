import type { Judgement, Range } from '../harness/model.ts';
import { formatIn, formatNumber } from './format.ts';

/** How far a measured quantity stayed from what it must not pass. */
export interface Margin {
  /** To the nearer end of the limit, in the judgement's unit; negative: beyond it. */
  distance: number;
  /** `distance` as a share of the limit's width; null where the limit allows a single number, or has no other end. */
  share: number | null;
}

/**
 * From the measured extreme to the nearer end of the limit; from the median where the extremes lie outside of what passed,
 * which was then not judged by them. Null where nothing was measured, or the check has no limit; and where it failed though
 * the extremes lie within: what made it fail has no number, or a nearer limit of its own.
 */
export function marginOf({
  measured,
  limit,
  verdict,
}: Pick<Judgement, 'measured' | 'limit' | 'verdict'>): Margin | null {
  if (measured === null || limit === null) return null;
  const atWorst = toNearer(limit, measured.min, measured.max);
  const distance = atWorst < 0 && verdict === 'pass' ? toNearer(limit, measured.median, measured.median) : atWorst;
  if (verdict === 'fail' && distance >= 0) return null;
  const width = limit.high - limit.low;
  return { distance, share: width > 0 && Number.isFinite(width) ? distance / width : null };
}

/** Below 0 nothing that is measured here can lie, so that a limit from 0 on has only an upper end. */
function toNearer({ low, high }: Range, least: number, most: number): number {
  const above = high - most;
  return low <= 0 && least >= 0 ? above : Math.min(least - low, above);
}

/** `108.0 ms (16.6 %)`; beyond the limit with a minus sign; `exact` where a single number was allowed and measured. */
export function formatMargin(unit: string, { distance, share }: Margin): string {
  if (share === null && distance === 0) return 'exact';
  const inUnit = `${distance < 0 ? '\u{2212}' : ''}${formatIn(unit, Math.abs(distance))}`;
  return share === null ? inUnit : `${inUnit} (${formatNumber(share * 100, Math.abs(share) < 0.1 ? 1 : 0)} %)`;
}
