import { scriptJson } from './html.ts';
import { packTimeline } from './pack-timeline.ts';
import { type Caps, drawnWords, thinned } from './thin-timeline.ts';
import type { Timeline } from './timeline-nouns.ts';

/** The data of all charts of a page together are no larger, bytes: a third of what a page may have. */
export const timelineBudgetBytes = 900_000;

/** A timeline that is to go into a page. */
export interface DrawnTimeline {
  timeline: Timeline;
  subtitle: string;
}

/** The data of a trial's chart. */
export interface FittedTimeline {
  /** As it may stand in a `<script>`; null where there is no room for it. */
  json: string | null;
  /** What of the trial is drawn. */
  words: string;
}

/** Every failure is kept as long as that is possible at all: only behind the first caps impaired requests are thinned. */
const levels: Caps[] = [
  ...[4000, 2800, 2000, 1400, 1000, 700, 500, 350, 250, 180, 120, 80].map((ok) => ({
    ok,
    impaired: 20_000,
    events: 2000,
  })),
  ...[10_000, 5000, 2500, 1200, 600, 300, 150, 80].map((impaired) => ({
    ok: 80,
    impaired,
    events: Math.min(600, impaired),
  })),
];

/** What an answer in time takes in a page, bytes, roughly: only to begin near the right caps. */
const bytesPerPoint = 9;

/** The largest caps with which so many trials may fit: what a trial is thinned to as soon as it is known. */
export function capsFor(trials: number, budgetBytes = timelineBudgetBytes): Caps {
  const fits = ({ ok }: Caps) => ok * bytesPerPoint * trials <= budgetBytes;
  return levels.find(fits) ?? (levels.at(-1) as Caps);
}

/**
 * Packs the timelines of a page into its budget, all thinned to the same caps: the largest with which the measured bytes
 * of all together are within it. When none are, the first trials that fit have a chart and the others have not.
 */
export function fitTimelines(
  drawn: readonly (DrawnTimeline | null)[],
  budgetBytes = timelineBudgetBytes,
): (FittedTimeline | null)[] {
  const first = levels.indexOf(capsFor(drawn.length, budgetBytes));
  for (const caps of levels.slice(first)) {
    const fitted = drawn.map((one) => one && packed(one, caps));
    const bytes = fitted.reduce((sum, one) => sum + sizeOf(one), 0);
    if (bytes <= budgetBytes) return fitted;
    if (caps === levels.at(-1)) return firstOf(fitted, budgetBytes);
  }
  return [];
}

function packed({ timeline, subtitle }: DrawnTimeline, caps: Caps): FittedTimeline {
  const less = thinned(timeline, caps);
  return { json: scriptJson(packTimeline(less, subtitle)), words: drawnWords(less) };
}

function sizeOf(one: FittedTimeline | null): number {
  return Buffer.byteLength(one?.json ?? '');
}

function firstOf(fitted: (FittedTimeline | null)[], budgetBytes: number): (FittedTimeline | null)[] {
  let left = budgetBytes;
  return fitted.map((one) => {
    left -= sizeOf(one);
    return one === null || left >= 0 ? one : { json: null, words: 'The page has no room for more charts.' };
  });
}
