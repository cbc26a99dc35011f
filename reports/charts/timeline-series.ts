import type { ChartDataset } from 'chart.js';
import { grouped } from '../grouped.ts';
import { answeredIn } from '../timeline-answers.ts';
import type { Timeline, TimelineScene } from '../timeline-nouns.ts';
import { rowAt } from './lanes.ts';
import { directorColour, palette, realServerColour, realServerShape, seeThrough } from './palette.ts';
import { onPaper, type Theme } from './theme.ts';
import { faultColour, faultShade } from './timeline-annotations.ts';
import { requestSeries } from './timeline-requests.ts';

/** A series of a timeline; only those marked stand in the legend. */
export type Series = ChartDataset<'scatter'> & { inLegend?: boolean };

/** All that is drawn in the lanes of a timeline. What comes first lies on top, so that no lost request is hidden. */
export function timelineSeries(timeline: Timeline, scene: TimelineScene, theme: Theme): Series[] {
  return [
    ...legendOnly(timeline, scene, theme),
    ...holderSeries(timeline, scene, theme),
    ...eventSeries(timeline, scene, theme),
    ...requestSeries(timeline, scene, theme),
    ...weightSeries(timeline, scene, theme),
    ...shareSeries(timeline, scene, theme),
  ];
}

/** Bars as lines: of each its begin and its end, and a gap before the next. */
function bars(spans: { fromS: number; toS: number; y: number }[]): { x: number; y: number }[] {
  return spans.flatMap(({ fromS, toS, y }) => [
    { x: fromS, y },
    { x: toS, y },
    { x: toS, y: Number.NaN },
  ]);
}

function barStyle(axis: string, colour: string, widthPx: number): Partial<Series> {
  return {
    yAxisID: axis,
    showLine: true,
    spanGaps: false,
    borderCapStyle: 'butt',
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: widthPx,
    pointRadius: 0,
  };
}

function holderSeries({ holdings }: Timeline, { directors }: TimelineScene, theme: Theme): Series[] {
  return directors.map((_, index) => ({
    ...barStyle('holder', onPaper(theme, directorColour(index)), 11),
    data: bars(holdings.filter((held) => held.director === index).map((held) => ({ ...held, y: rowAt(index) }))),
  }));
}

/** Height of all bars of one real server when all have the largest weight, CSS pixels. */
const weightPx = 16;

/** One bar for each director and service in the row of its real server: as thick as the weight, a dashed hairline for 0. */
function weightSeries({ weights }: Timeline, { directors, services }: TimelineScene, theme: Theme): Series[] {
  const inRow = Math.max(1, directors.length * services.length);
  const heaviest = Math.max(1, ...weights.bars.map((bar) => bar.weight));
  const kinds = grouped(weights.bars, (bar) => `${bar.service} ${bar.director} ${bar.weight}`);
  return kinds.map((alike): Series => {
    const { director, service, weight } = alike[0];
    const below = (service * directors.length + director + 0.5) / inRow - 0.5;
    const widthPx = weight === 0 ? 1.5 : Math.max(2, (weightPx / inRow) * (weight / heaviest));
    return {
      ...barStyle('weights', onPaper(theme, directorColour(director)), widthPx),
      ...(weight === 0 ? { borderDash: [3, 3] } : {}),
      data: bars(alike.map((bar) => ({ ...bar, y: rowAt(bar.row) - below * 0.8 }))),
    };
  });
}

/** Areas upon each other, the first real server's at the bottom; where nobody answered there is none. */
function shareSeries({ answers, fromS, toS }: Timeline, { realServers }: TimelineScene, theme: Theme): Series[] {
  const columns = answers.lost.length;
  const below = new Array<number>(columns + 1).fill(0);
  return answers.byServer.map((counts, index): Series => {
    const data = below.map((share, at) => {
      // The last column is drawn to its end.
      const column = Math.min(at, columns - 1);
      const all = answeredIn(answers, column);
      const upTo = share + (all === 0 ? 0 : ((counts[column] ?? 0) / all) * 100);
      below[at] = upTo;
      return { x: Math.min(toS, fromS + at * answers.stepS), y: upTo };
    });
    const colour = index < realServers.length ? realServerColour(index) : palette.ink;
    return {
      yAxisID: 'share',
      showLine: true,
      stepped: 'before',
      pointRadius: 0,
      borderWidth: 0,
      backgroundColor: seeThrough(onPaper(theme, colour), 0.75),
      fill: index === 0 ? 'origin' : '-1',
      data,
    };
  });
}

function eventSeries(timeline: Timeline, { directors }: TimelineScene, theme: Theme): Series[] {
  const others = directors.length;
  const colour = (director: number | null) =>
    director === null ? palette.grey : onPaper(theme, directorColour(director));
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

/** Entries of the legend without points: bars, areas and the shade are too large to be their own. */
function legendOnly(timeline: Timeline, { directors, realServers, faults }: TimelineScene, theme: Theme): Series[] {
  const entry = { inLegend: true, yAxisID: 'holder', data: [] };
  const fault = faultColour({ faults }, timeline.trial.fault);
  const shade = { backgroundColor: seeThrough(fault, faultShade), borderColor: fault, pointStyle: 'rect' as const };
  const coloured = (label: string, colour: string, pointStyle: 'rect' | ReturnType<typeof realServerShape>) => ({
    ...entry,
    ...{ label, pointStyle, backgroundColor: onPaper(theme, colour), borderColor: onPaper(theme, colour) },
  });
  return [
    ...(timeline.faultS === null ? [] : [{ ...entry, ...shade, label: `${timeline.trial.fault} in effect` }]),
    ...directors.map((name, index) => coloured(name, directorColour(index), 'rect')),
    ...realServers.map((name, index) => coloured(name, realServerColour(index), realServerShape(index))),
  ];
}
