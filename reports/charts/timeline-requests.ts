import type { RequestPoint, Timeline, TimelineScene } from '../timeline-nouns.ts';
import { rowAt } from './lanes.ts';
import { palette, realServerShape } from './palette.ts';
import type { Theme } from './theme.ts';
import type { Series } from './timeline-series.ts';

/** The kinds of loss that occurred, in the order of their rows. */
export function lostOutcomes(timeline: Timeline): string[] {
  return [...new Set(timeline.requests.filter((one) => one.kind === 'lost').map((one) => one.outcome))].sort();
}

/** Every request: its colour tells what became of it, its shape which real server answered. Losses lie on top. */
export function requestSeries(timeline: Timeline, { realServers }: TimelineScene, theme: Theme): Series[] {
  // Null: an answer from a machine that the topology does not know.
  const servers = [...realServers.keys(), null];
  const { totals } = timeline;
  const late: Partial<Series> = {
    pointRadius: 3.4,
    borderWidth: 1,
    borderColor: palette.ink,
    backgroundColor: palette.yellow,
  };
  return [
    lostSeries(timeline),
    { ...answerStyle(0, theme), ...late, label: `late (${totals.late})`, inLegend: true, data: [] },
    { ...answerStyle(0, theme), label: `in time (${totals.ok})`, inLegend: true, data: [] },
    ...servers.map(
      (index): Series => ({ ...answerStyle(index, theme), ...late, data: answers(timeline, 'late', index) }),
    ),
    ...servers.map((index): Series => ({ ...answerStyle(index, theme), data: answers(timeline, 'ok', index) })),
  ];
}

function lostSeries(timeline: Timeline): Series {
  const outcomes = lostOutcomes(timeline);
  const lost = timeline.requests.filter((one) => one.kind === 'lost');
  return {
    label: `lost (${timeline.totals.lost})`,
    inLegend: true,
    yAxisID: 'lost',
    pointStyle: 'crossRot',
    pointRadius: 4,
    borderColor: palette.vermillion,
    pointBorderWidth: 1.4,
    data: lost.map((one) => ({ x: one.atS, y: rowAt(outcomes.indexOf(one.outcome)) })),
  };
}

function answers(timeline: Timeline, kind: RequestPoint['kind'], realServer: number | null) {
  return timeline.requests
    .filter((one) => one.kind === kind && one.realServer === realServer)
    .map((one) => ({ x: one.atS, y: one.latencyMs }));
}

function answerStyle(realServer: number | null, theme: Theme): Partial<Series> {
  const shape = realServer === null ? 'cross' : realServerShape(realServer);
  return {
    yAxisID: 'latency',
    pointStyle: shape,
    pointRadius: 2.4,
    // Shapes without a surface consist of their lines.
    borderWidth: shape === 'star' || shape === 'cross' ? 1 : 0,
    backgroundColor: theme.ok,
    borderColor: theme.ok,
  };
}

/** Halves of a pixel over a picture's width. */
const halvesOfPixels = 2200;

/** A timeline for a picture: requests that would fall on the same half of a pixel are in it once; nothing vanishes. */
export function distinctInPicture(timeline: Timeline): Timeline {
  const spanS = timeline.toS - timeline.fromS;
  const drawn = new Map<string, RequestPoint>();
  for (const point of timeline.requests) {
    const { atS, latencyMs, kind, outcome, realServer } = point;
    const level = kind === 'lost' || latencyMs <= 0 ? outcome : Math.round(Math.log10(latencyMs) * 200);
    const key = `${kind} ${realServer} ${Math.round((atS / spanS) * halvesOfPixels)} ${level}`;
    if (!drawn.has(key)) drawn.set(key, point);
  }
  return { ...timeline, requests: [...drawn.values()] };
}
