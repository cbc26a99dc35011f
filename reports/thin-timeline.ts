import { counted, formatNumber } from './format.ts';
import { grouped } from './grouped.ts';
import type { DirectorEvent, RequestPoint, Timeline } from './timeline-nouns.ts';

/** How much of a timeline is kept at most, in points. */
export interface Caps {
  /** Requests that were answered in time. */
  ok: number;
  /** Late and lost ones. */
  impaired: number;
  /** Of adverts, of GARPs, of holdings of the VIP, of bars of weights. */
  events: number;
}

/**
 * A timeline with fewer points, and the same totals. What was answered in time is thinned per real server: of each stretch
 * of time the fastest and the slowest stay, the others evenly. What was impaired stays, unless it alone is too much:
 * then likewise, of lost requests the first and the last of each stretch. Of adverts and GARPs those of priority 0 stay,
 * those where another director begins or ends, and both ends of the longest silences.
 */
export function thinned(timeline: Timeline, caps: Caps): Timeline {
  const { requests, adverts, garps, holdings, weights } = timeline;
  const ok = requests.filter((one) => one.kind === 'ok');
  const impaired = requests.filter((one) => one.kind !== 'ok');
  return {
    ...timeline,
    requests: [...thinGroups(ok, caps.ok), ...thinGroups(impaired, caps.impaired)].sort((a, b) => a.atS - b.atS),
    adverts: thinEvents(adverts, caps.events, (one) => one.priority === 0),
    garps: thinEvents(garps, caps.events, () => false),
    holdings: longest(holdings, caps.events),
    weights: { ...weights, bars: longest(weights.bars, caps.events) },
  };
}

/** What of a trial is drawn and what is not, in words: "Drawn: 1 204 of 30 000 requests; all 412 impaired ones." */
export function drawnWords({ requests, adverts, garps, holdings, weights, totals }: Timeline): string {
  const impaired = totals.late + totals.lost;
  const all = totals.ok + impaired;
  const drawnImpaired = requests.filter((one) => one.kind !== 'ok').length;
  const some = (drawn: number, of: number, noun: string) =>
    drawn === of ? null : `${formatNumber(drawn)} of ${counted(of, noun)}`;
  const others = [
    some(adverts.length, totals.adverts, 'advert'),
    some(garps.length, totals.garps, 'GARP'),
    some(holdings.length, totals.holdings, 'holding of the VIP'),
    some(weights.bars.length, totals.weights, 'weight'),
  ].filter((words) => words !== null);
  const rest = others.length === 0 ? '' : `; ${others.join(', ')}`;
  if (requests.length === all) return `Drawn: all ${counted(all, 'request')}${rest}.`;
  const which =
    drawnImpaired < impaired
      ? `${formatNumber(drawnImpaired)} of ${counted(impaired, 'impaired one')}, with the first and the last of each stretch`
      : impaired === 0
        ? 'none was impaired'
        : `all ${counted(impaired, 'impaired one')}`;
  return `Drawn: ${formatNumber(requests.length)} of ${counted(all, 'request')}; ${which}; of those in time the fastest and the slowest of each stretch, and others evenly${rest}. Shares are of all requests.`;
}

function thinGroups(requests: readonly RequestPoint[], cap: number): RequestPoint[] {
  if (requests.length <= cap) return [...requests];
  const groups = grouped(requests, ({ kind, outcome, realServer }) => `${kind} ${outcome} ${realServer}`);
  return groups.flatMap((group) =>
    thinOverTime(group, Math.max(groupAtLeast, Math.floor((cap * group.length) / requests.length))),
  );
}

/** Points of a group that are kept however small its part of the whole is. */
const groupAtLeast = 8;

/** First, last, and of each bucket of time the extremes; then others evenly until there are as many as may be. */
function thinOverTime(group: readonly RequestPoint[], cap: number): RequestPoint[] {
  if (group.length <= cap) return [...group];
  const rank = ({ kind, atS, latencyMs }: RequestPoint) => (kind === 'lost' ? atS : latencyMs);
  const from = group[0]?.atS ?? 0;
  const bucketS = ((group.at(-1)?.atS ?? 0) - from) / Math.max(1, Math.floor(cap / 4) - 1) || 1;
  const extremes = new Map<number, { low: number; high: number }>();
  for (const [index, point] of group.entries()) {
    const bucket = Math.floor((point.atS - from) / bucketS);
    const known = extremes.get(bucket);
    if (known === undefined) extremes.set(bucket, { low: index, high: index });
    else if (rank(point) < rank(group[known.low] ?? point)) known.low = index;
    else if (rank(point) > rank(group[known.high] ?? point)) known.high = index;
  }
  const kept = new Set([0, group.length - 1, ...[...extremes.values()].flatMap(({ low, high }) => [low, high])]);
  return filledUp(group, kept, cap);
}

function thinEvents<E extends DirectorEvent>(events: readonly E[], cap: number, isSpecial: (one: E) => boolean): E[] {
  if (events.length <= cap) return [...events];
  const last = new Map<number | null, number>();
  const kept = new Set<number>([0, events.length - 1]);
  const silences: { from: number; to: number; lengthS: number }[] = [];
  for (const [index, event] of events.entries()) {
    const before = last.get(event.director);
    if (before !== undefined)
      silences.push({ from: before, to: index, lengthS: event.atS - (events[before]?.atS ?? 0) });
    last.set(event.director, index);
    if (isSpecial(event)) kept.add(index);
    if (index > 0 && events[index - 1]?.director !== event.director) kept.add(index - 1).add(index);
  }
  silences.sort((a, b) => b.lengthS - a.lengthS || a.from - b.from);
  for (const { from, to } of silences.slice(0, Math.floor(cap / 8))) kept.add(from).add(to);
  return filledUp(
    events,
    kept.size <= cap
      ? kept
      : new Set(
          evenly(
            [...kept].sort((a, b) => a - b),
            cap,
          ),
        ),
    cap,
  );
}

/** What is kept, and of the rest evenly as much as there is room for. */
function filledUp<T>(items: readonly T[], kept: ReadonlySet<number>, cap: number): T[] {
  const rest = [...items.keys()].filter((index) => !kept.has(index));
  const all = new Set([...kept, ...evenly(rest, cap - kept.size)]);
  return items.filter((_, index) => all.has(index));
}

function evenly<T>(items: readonly T[], count: number): T[] {
  const size = Math.max(0, Math.min(count, items.length));
  return Array.from({ length: size }, (_, index) => items[Math.floor(((index + 0.5) * items.length) / size)]).filter(
    (one) => one !== undefined,
  );
}

function longest<B extends { fromS: number; toS: number }>(bars: readonly B[], cap: number): B[] {
  if (bars.length <= cap) return [...bars];
  const kept = new Set(bars.toSorted((a, b) => b.toS - b.fromS - (a.toS - a.fromS)).slice(0, cap));
  return bars.filter((bar) => kept.has(bar));
}
