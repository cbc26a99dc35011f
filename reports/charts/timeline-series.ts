import type { ChartDataset } from 'chart.js';
import type { Run } from '../../harness/model.ts';
import type { RequestPoint, Timeline } from '../timeline.ts';
import { rowAt } from './lanes.ts';
import { directorColour, palette, realServerColour, realServerShape, seeThrough } from './palette.ts';
import { faultColour, faultShade, timelineWidthPx } from './timeline-annotations.ts';

/** A series of a timeline; only those marked stand in the legend. */
export type Series = ChartDataset<'scatter'> & { inLegend?: boolean };

/** All that is drawn in the lanes of a timeline. What comes first lies on top, so that no lost request is hidden. */
export function timelineSeries(timeline: Timeline, run: Run): Series[] {
  return [
    ...legendOnly(timeline, run),
    ...holderSeries(timeline, run),
    ...eventSeries(timeline, run),
    ...requestSeries(timeline, run),
  ];
}

/** The kinds of loss that occurred, in the order of their rows. */
export function lostOutcomes(timeline: Timeline): string[] {
  return [...new Set(timeline.requests.filter((one) => one.kind === 'lost').map((one) => one.outcome))].sort();
}

function holderSeries(timeline: Timeline, run: Run): Series[] {
  return run.topology.directors.map((_, index) => ({
    yAxisID: 'holder',
    showLine: true,
    spanGaps: false,
    borderCapStyle: 'butt',
    borderColor: directorColour(index),
    backgroundColor: directorColour(index),
    borderWidth: 11,
    pointRadius: 0,
    data: timeline.holdings
      .filter((held) => held.director === index)
      .flatMap((held) => [
        { x: held.fromS, y: rowAt(index) },
        { x: held.toS, y: rowAt(index) },
        { x: held.toS, y: Number.NaN },
      ]),
  }));
}

function eventSeries(timeline: Timeline, run: Run): Series[] {
  const others = run.topology.directors.length;
  const colour = (director: number | null) => (director === null ? palette.grey : directorColour(director));
  const dots = (axis: string, events: { director: number | null; atS: number }[], style: Partial<Series>): Series => ({
    yAxisID: axis,
    data: events.map((one) => ({ x: one.atS, y: rowAt(one.director ?? others) })),
    backgroundColor: events.map((one) => colour(one.director)),
    borderColor: events.map((one) => colour(one.director)),
    ...style,
  });
  const leaving = timeline.adverts.filter((one) => one.priority === 0);
  return [
    dots(
      'adverts',
      timeline.adverts.filter((one) => one.priority !== 0),
      { pointRadius: 4 },
    ),
    dots('adverts', leaving, {
      label: 'advert of priority 0',
      inLegend: leaving.length > 0,
      pointStyle: 'crossRot',
      pointRadius: 6,
      pointBorderWidth: 2.5,
    }),
    dots('garps', timeline.garps, { pointStyle: 'triangle', pointRadius: 5 }),
  ];
}

function requestSeries(timeline: Timeline, run: Run): Series[] {
  // Null: an answer from a machine that the topology does not know.
  const servers = [...run.topology.realServers.keys(), null];
  const named = (index: number | null) => (index === null ? 'other' : (run.topology.realServers[index]?.name ?? ''));
  const ok = servers.map((index) => ({ index, data: answers(timeline, 'ok', index) }));
  const late = timeline.requests.filter((one) => one.kind === 'late');
  return [
    lostSeries(timeline),
    {
      ...answerStyle(0),
      label: `late (${late.length}): outlined`,
      inLegend: true,
      backgroundColor: '#ffffff',
      borderWidth: 1.2,
      borderColor: palette.ink,
      data: [],
    },
    ...servers.map(
      (index): Series => ({
        ...answerStyle(index),
        ...{ pointRadius: 3.2, borderWidth: 0.9, borderColor: palette.ink },
        data: answers(timeline, 'late', index),
      }),
    ),
    ...ok.map(
      ({ index, data }): Series => ({
        ...answerStyle(index),
        label: named(index),
        inLegend: index !== null || data.length > 0,
        data,
      }),
    ),
  ];
}

function lostSeries(timeline: Timeline): Series {
  const outcomes = lostOutcomes(timeline);
  const lost = timeline.requests.filter((one) => one.kind === 'lost');
  return {
    label: `lost (${lost.length})`,
    inLegend: true,
    yAxisID: 'lost',
    pointStyle: 'crossRot',
    pointRadius: 4,
    borderColor: palette.vermillion,
    pointBorderWidth: 1.4,
    data: distinct(
      lost.map((one) => ({ x: one.atS, y: rowAt(outcomes.indexOf(one.outcome)) })),
      timeline,
    ),
  };
}

function answers(timeline: Timeline, kind: RequestPoint['kind'], realServer: number | null) {
  const points = timeline.requests.filter((one) => one.kind === kind && one.realServer === realServer);
  return distinct(
    points.map((one) => ({ x: one.atS, y: one.latencyMs })),
    timeline,
  );
}

function answerStyle(realServer: number | null): Partial<Series> {
  return {
    yAxisID: 'latency',
    pointStyle: realServer === null ? 'rectRounded' : realServerShape(realServer),
    pointRadius: 2.4,
    borderWidth: 0,
    backgroundColor: realServer === null ? palette.ink : realServerColour(realServer),
  };
}

/** Points that would fall on the same half of a pixel are drawn once: nothing vanishes from the picture. */
function distinct(points: { x: number; y: number }[], timeline: Timeline): { x: number; y: number }[] {
  const spanS = timeline.toS - timeline.fromS;
  const drawn = new Map<string, { x: number; y: number }>();
  for (const point of points) {
    const level = point.y > 0 ? Math.round(Math.log10(point.y) * 200) : point.y;
    const key = `${Math.round((point.x / spanS) * timelineWidthPx * 2)} ${level}`;
    if (!drawn.has(key)) drawn.set(key, point);
  }
  return [...drawn.values()];
}

/** Entries of the legend without points: the bars of a director and the shade are too large to be their own. */
function legendOnly(timeline: Timeline, run: Run): Series[] {
  const entry = { inLegend: true, yAxisID: 'holder', data: [], pointStyle: 'rect' as const };
  const colour = faultColour(run, timeline.trial.fault);
  const shade = { backgroundColor: seeThrough(colour, faultShade), borderColor: colour };
  return [
    ...(timeline.faultS === null ? [] : [{ ...entry, ...shade, label: `${timeline.trial.fault} in effect` }]),
    ...run.topology.directors.map((director, index) => ({
      ...entry,
      label: director.name,
      backgroundColor: directorColour(index),
      borderColor: directorColour(index),
    })),
  ];
}
