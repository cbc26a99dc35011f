/** So many trials, and the words about them, fit into a page beside all its pictures and timelines. */
const trialsBesideAll = 240;

/** What a page says of one trial in figures' captions and tables, bytes: 2.1 kB of a failover, measured. */
const wordsOfTrialBytes = 2200;

/** Pictures and timelines of a page together, bytes: `pictureBudgetBytes` and `timelineBudgetBytes`. */
const drawnBytes = 2_100_000;

/** A page of very many trials has pictures all the same. */
const leastShare = 0.2;

/**
 * Which share of their budgets the pictures and the timelines of a page may take, 0.2..1: what is told of each of very many
 * trials takes the rest, so that a page of up to a thousand trials stays below 3 MB.
 */
export function drawnShare(trials: number): number {
  const more = Math.max(0, trials - trialsBesideAll) * wordsOfTrialBytes;
  return Math.max(leastShare, 1 - more / drawnBytes);
}
