import { byCounts } from './choosers.ts';
import { weightedLeastConnections } from './least-connections.ts';
import { localityBasedReplicated } from './locality.ts';
import type { SeenCounts } from './seen-counts.ts';
import { overhead, type Server } from './server.ts';

/**
 * Whom a scheduler that goes by counts alone can have chosen. Each of these rules is monotone: it favours nobody by a
 * connection more, so that a real server can be chosen at all if it is chosen at its lowest counts with all others at
 * their highest, and nobody (ovf) if nobody is chosen with all at their highest.
 */
export function possibleByCounts(scheduler: keyof typeof byCounts, counts: readonly SeenCounts[]): (string | null)[] {
  return favoured(counts, byCounts[scheduler]);
}

/** What a VIP can have had before a decision. */
export interface Had {
  /** Real servers that it surely had. */
  surely: ReadonlySet<string>;
  /** Real servers that it may have had, in addition. */
  maybe: ReadonlySet<string>;
  /** It may have had none at all. */
  perhapsNone: boolean;
  /** The youngest first, which decides among equals (lblcr); null when it is not known who came when. */
  inOrder: readonly string[] | null;
}

/**
 * Whom `lblc` or `lblcr` can have chosen, `had` being the real server of the VIP, or its set of them. The parts of the
 * decision (who had it, is he overloaded, whom does `wlc` choose) are each taken as possible by themselves: this may let
 * an impossible decision pass, and never calls a possible one impossible.
 */
export function possibleByLocality(
  scheduler: 'lblc' | 'lblcr',
  counts: readonly SeenCounts[],
  had: Had,
): (string | null)[] {
  if (scheduler === 'lblcr' && had.inOrder !== null && counts.every(isCertain)) {
    const servers = counts.map(({ low }) => low);
    const set = had.inOrder.flatMap((name) => servers.filter((server) => server.name === name));
    return [localityBasedReplicated(servers, set)?.name ?? null];
  }
  const roomSurely = counts.some(({ high }) => 2 * high.active < high.weight);
  const roomMaybe = counts.some(({ low }) => 2 * low.active < low.weight);
  const candidates = counts.filter(({ low }) => had.surely.has(low.name) || had.maybe.has(low.name));
  const sure = counts.filter(({ low }) => had.surely.has(low.name));
  const holding = candidates.filter(
    (one) =>
      one.low.weight > 0 && (scheduler === 'lblc' || sure.every((other) => other === one || canBeLess(one, other))),
  );
  const stays = holding.filter(({ low }) => low.active <= low.weight || !roomSurely);
  const moves =
    had.perhapsNone ||
    candidates.some(({ low }) => low.weight === 0) ||
    holding.some(({ high }) => high.active > high.weight && roomMaybe);
  const chosen = moves ? favoured(counts, weightedLeastConnections) : [];
  return [...new Set([...stays.map(({ low }) => low.name), ...chosen])];
}

function favoured(
  counts: readonly SeenCounts[],
  choose: (servers: readonly Server[]) => Server | null,
): (string | null)[] {
  const names = counts
    .filter((one) => choose(counts.map((other) => (other === one ? other.low : other.high))) === one.low)
    .map(({ low }) => low.name);
  return choose(counts.map(({ high }) => high)) === null ? [...names, null] : names;
}

function isCertain({ low, high }: SeenCounts): boolean {
  return low.active === high.active && low.inactive === high.inactive;
}

/** In the eyes of wlc, ties included, whichever of two equals comes first in the set. */
function canBeLess(one: SeenCounts, other: SeenCounts): boolean {
  return other.high.weight === 0 || overhead(one.low) * other.high.weight <= overhead(other.high) * one.low.weight;
}
