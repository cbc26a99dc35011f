import { earlyToleranceMs, lateToleranceMs } from '../../harness/measure/predictions.ts';
import type { Content } from '../content.ts';
import { formatMs } from '../format.ts';
import type { Section } from '../html.ts';
import { figure } from './figure.ts';

/** How failover and detection times scatter over the trials of a fault; null where there are too few to scatter. */
export function distributionsSection({ distributions }: Pick<Content, 'distributions'>): Section | null {
  if (distributions === null) return null;
  const caption = `Left: failover time, on the hull of what is predicted for these trials; where not every trial has one, how many have. Right: how much later than predicted the successor’s first advert came; ${formatMs(earlyToleranceMs)} early to ${formatMs(lateToleranceMs)} late are tolerated. Boxes: the middle half, from five trials on.`;
  return { id: 'distributions', title: 'Distributions over trials', body: figure(distributions, caption) };
}
