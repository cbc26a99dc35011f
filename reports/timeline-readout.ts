import { formatMs, formatNumber, formatShare } from './format.ts';
import { answeredIn } from './timeline-answers.ts';
import type { DirectorEvent, RequestPoint, Timeline, TimelineScene } from './timeline-nouns.ts';

/** What one lane of a timeline shows at an instant, in words. */
export interface LaneReadout {
  lane: string;
  text: string;
}

/** Every lane of a timeline at one instant, from top to bottom. */
export function readoutAt(timeline: Timeline, scene: TimelineScene, atS: number): LaneReadout[] {
  const { totals, adverts, garps, requests } = timeline;
  const all = totals.ok + totals.late + totals.lost;
  return [
    { lane: 'Time', text: `${inSeconds(atS)}, ${phaseAt(timeline, atS)}` },
    { lane: 'VIP', text: holdersAt(timeline, scene, atS) },
    { lane: 'Advert', text: lastEvent(adverts, scene, atS, adverts.length < totals.adverts) },
    { lane: 'GARP', text: lastEvent(garps, scene, atS, garps.length < totals.garps) },
    { lane: 'Request', text: nearestRequest(requests, scene, atS, requests.length < all) },
    { lane: 'Around', text: columnAt(timeline, atS) },
    { lane: 'Share', text: sharesAt(timeline, scene, atS) },
    { lane: 'Weight', text: weightsAt(timeline, scene, atS) },
  ];
}

/** An instant of the time axis for a reader: `+1.234 s`. */
export function inSeconds(atS: number): string {
  return `${atS > 0 ? '+' : ''}${formatNumber(atS, 3)} s`;
}

function phaseAt({ trial, faultS, healingS }: Timeline, atS: number): string {
  if (faultS !== null && atS >= faultS.from && atS < faultS.to) return `${trial.fault} in effect`;
  if (healingS !== null && atS >= healingS.from && atS < healingS.to) return 'healing';
  return atS < (faultS?.from ?? 0) ? 'before the fault' : 'after the fault';
}

function holdersAt({ holdings, totals }: Timeline, { directors }: TimelineScene, atS: number): string {
  const holding = new Set(holdings.filter((one) => one.fromS <= atS && atS < one.toS).map((one) => one.director));
  if (holding.size === 0) return holdings.length < totals.holdings ? 'nobody drawn' : 'nobody';
  return [...holding]
    .sort((a, b) => a - b)
    .map((director) => directors[director] ?? 'another')
    .join(' and ');
}

function lastEvent(
  events: readonly (DirectorEvent & { priority?: number })[],
  { directors }: TimelineScene,
  atS: number,
  thinned: boolean,
): string {
  const last = events.findLast((one) => one.atS <= atS);
  if (last === undefined) return thinned ? 'none drawn until then' : 'none until then';
  const who = last.director === null ? 'another machine' : (directors[last.director] ?? 'another machine');
  const priority = last.priority === 0 ? ', priority 0' : '';
  return `${thinned ? 'last drawn: ' : ''}${who}${priority}, ${formatMs(Math.round((atS - last.atS) * 10_000) / 10)} ago`;
}

function nearestRequest(
  requests: readonly RequestPoint[],
  { realServers }: TimelineScene,
  atS: number,
  thinned: boolean,
): string {
  const from = firstFrom(requests, atS);
  const [before, after] = [requests[from - 1], requests[from]];
  const nearest = before !== undefined && (after === undefined || atS - before.atS < after.atS - atS) ? before : after;
  if (nearest === undefined) return 'none';
  const { kind, outcome, realServer, latencyMs } = nearest;
  const who = realServer === null ? 'another machine' : (realServers[realServer] ?? 'another machine');
  const what =
    kind === 'lost' ? `lost, ${outcome}` : `${kind === 'late' ? 'late, ' : ''}${who} in ${formatMs(latencyMs)}`;
  return `${thinned ? 'nearest drawn, ' : ''}due at ${inSeconds(nearest.atS)}: ${what}`;
}

function firstFrom(requests: readonly RequestPoint[], atS: number): number {
  let [low, high] = [0, requests.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((requests[middle]?.atS ?? atS) < atS) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnOf({ answers, fromS }: Timeline, atS: number): number {
  return Math.min(answers.lost.length - 1, Math.max(0, Math.floor((atS - fromS) / answers.stepS)));
}

function columnAt(timeline: Timeline, atS: number): string {
  const { answers, fromS } = timeline;
  const column = columnOf(timeline, atS);
  const late = answers.late[column] ?? 0;
  const inTime = answeredIn(answers, column) - late;
  const from = inSeconds(fromS + column * answers.stepS);
  return `${formatMs(answers.stepS * 1000)} from ${from}: ${inTime} in time, ${late} late, ${answers.lost[column] ?? 0} lost`;
}

function sharesAt(timeline: Timeline, { realServers }: TimelineScene, atS: number): string {
  const column = columnOf(timeline, atS);
  const all = answeredIn(timeline.answers, column);
  if (all === 0) return 'nobody answered';
  return timeline.answers.byServer
    .map((counts, index) => ({ name: realServers[index] ?? 'others', count: counts[column] ?? 0 }))
    .filter(({ name, count }) => count > 0 || name !== 'others')
    .map(({ name, count }) => `${name} ${formatShare(count, all)}`)
    .join(', ');
}

function weightsAt({ weights, totals }: Timeline, { directors, services }: TimelineScene, atS: number): string {
  const none = weights.bars.length < totals.weights ? 'none drawn' : 'none';
  const tables = directors.flatMap((director, index) =>
    services.map((service, number) => {
      const standing = weights.bars
        .filter((bar) => bar.director === index && bar.service === number && bar.fromS <= atS && atS < bar.toS)
        .sort((a, b) => a.row - b.row)
        .map((bar) => `${weights.rows[bar.row] ?? ''} ${formatNumber(bar.weight)}`);
      const table = services.length > 1 ? `${director}, ${service}` : director;
      return `${table}: ${standing.length === 0 ? none : standing.join(', ')}`;
    }),
  );
  return tables.join('; ');
}
