import type { Mark, Timeline, TimelineScene } from '../timeline-nouns.ts';
import type { Lane } from './lanes.ts';
import { palette, seeThrough } from './palette.ts';
import type { Theme } from './theme.ts';

/** Options of one annotation (chartjs-plugin-annotation); its own types do not resolve under NodeNext. */
export type Annotation = Readonly<Record<string, unknown>>;

/** How strongly a fault's colour shades its window, 0..1: dots on it must stay readable. */
export const faultShade = 0.16;

/** The same while it is healed. */
export const healingShade = 0.07;

/** Colour of a fault as the run has it; grey when the run does not list it. */
export function faultColour({ faults }: Pick<TimelineScene, 'faults'>, name: string): string {
  return faults.find((fault) => fault.name === name)?.colour ?? palette.grey;
}

/** Shading of the fault and of healing, lines between lanes, lettered instants, and the threshold of lateness. */
export function timelineAnnotations(
  timeline: Timeline,
  scene: TimelineScene,
  lanes: Lane[],
  theme: Theme,
): Record<string, Annotation> {
  const shades: Record<string, Annotation> = {};
  const colour = faultColour(scene, timeline.trial.fault);
  if (timeline.faultS !== null) shades.fault = box(timeline.faultS, seeThrough(colour, faultShade));
  if (timeline.healingS !== null) shades.healing = box(timeline.healingS, seeThrough(colour, healingShade));
  return { ...shades, ...separators(lanes, theme), ...threshold(scene, theme), ...letters(timeline, theme) };
}

function box(span: { from: number; to: number }, fill: string): Annotation {
  return {
    type: 'box',
    drawTime: 'beforeDatasetsDraw',
    // No axis has this name: without one the plugin would pick the first, and shade a single lane.
    yScaleID: 'all lanes',
    xMin: span.from,
    xMax: span.to,
    backgroundColor: fill,
    borderWidth: 0,
  };
}

function separators(lanes: Lane[], theme: Theme): Record<string, Annotation> {
  return Object.fromEntries(
    lanes.slice(1).map((lane) => [
      `above ${lane.axis}`,
      {
        type: 'line',
        drawTime: 'beforeDatasetsDraw',
        yScaleID: lane.axis,
        yMin: topOf(lane),
        yMax: topOf(lane),
        borderColor: theme.line,
        borderWidth: 1,
      },
    ]),
  );
}

function topOf(lane: Lane): number {
  return lane.rows === undefined ? Number(lane.values?.max) : 0.5;
}

function threshold({ delayThresholdMs }: TimelineScene, theme: Theme): Record<string, Annotation> {
  const line: Annotation = {
    type: 'line',
    drawTime: 'beforeDatasetsDraw',
    yScaleID: 'latency',
    yMin: delayThresholdMs,
    yMax: delayThresholdMs,
    borderColor: palette.vermillion,
    borderDash: [5, 4],
    borderWidth: 1,
    label: {
      display: true,
      content: `late above ${delayThresholdMs} ms`,
      position: 'end',
      yAdjust: -8,
      padding: 2,
      backgroundColor: seeThrough(theme.paper, 0.75),
      color: palette.vermillion,
      font: { size: 10 },
    },
  };
  return { threshold: line };
}

/** Width of a letter's badge, CSS pixels: letters are moved apart until they do not overlap. */
const badgePx = 17;

/** The time axis as it is drawn; the plugin asks when it is. */
interface Plot {
  chart: { scales: { x?: { left: number; right: number; min: number; max: number } } };
}

function letters(timeline: Timeline, theme: Theme): Record<string, Annotation> {
  return Object.fromEntries(
    timeline.marks.flatMap((mark, index): [string, Annotation][] => [
      [
        `line ${mark.letter}`,
        {
          type: 'line',
          drawTime: 'beforeDatasetsDraw',
          yScaleID: 'all lanes',
          xMin: mark.atS,
          xMax: mark.atS,
          borderColor: theme.text,
          borderDash: [2, 3],
          borderWidth: 1,
        },
      ],
      [
        `letter ${mark.letter}`,
        {
          type: 'label',
          drawTime: 'afterDatasetsDraw',
          xValue: mark.atS,
          yValue: 0,
          yScaleID: 'marks',
          xAdjust: ({ chart }: Plot) => spread(timeline.marks, chart.scales.x)[index] ?? 0,
          content: mark.letter,
          backgroundColor: theme.ink,
          borderRadius: 3,
          color: theme.paper,
          font: { size: 10, weight: 'bold' },
          padding: { left: 4, right: 4, top: 2, bottom: 2 },
        },
      ],
    ]),
  );
}

/**
 * By how much each letter moves, CSS pixels: right where it would cover its predecessor, then all back into the plot.
 * Those of instants that are not in view stay where they are, out of it.
 */
function spread(marks: Mark[], axis: Plot['chart']['scales']['x']): number[] {
  if (axis === undefined) return [];
  const plotPx = axis.right - axis.left;
  const wanted = marks.map((mark) => ((mark.atS - axis.min) / (axis.max - axis.min)) * plotPx);
  const seen = [...wanted.keys()].filter((index) => (wanted[index] ?? -1) >= 0 && (wanted[index] ?? 0) <= plotPx);
  const placed = [...wanted];
  let free = 0;
  for (const index of seen) {
    placed[index] = Math.max(wanted[index] ?? 0, free);
    free = (placed[index] ?? 0) + badgePx;
  }
  let limit = plotPx - badgePx / 2;
  for (const index of seen.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, limit);
    limit -= badgePx;
  }
  return placed.map((px, index) => px - (wanted[index] ?? px));
}
