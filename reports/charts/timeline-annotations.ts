import type { FaultFacts, Run } from '../../harness/model.ts';
import type { Mark, Timeline } from '../timeline.ts';
import type { Lane } from './lanes.ts';
import { palette, seeThrough } from './palette.ts';

/** Width of a timeline, CSS pixels. */
export const timelineWidthPx = 1100;

/** Options of one annotation (chartjs-plugin-annotation); its own types do not resolve under NodeNext. */
export type Annotation = Readonly<Record<string, unknown>>;

/** How strongly a fault's colour shades its window, 0..1: dots on it must stay readable. */
export const faultShade = 0.16;

/** Colour of a fault as the run has it; grey when the run does not list it. */
export function faultColour(run: { faults: FaultFacts[] }, name: string): string {
  return run.faults.find((fault) => fault.name === name)?.colour ?? palette.grey;
}

/** Shading of the fault and of healing, lines between lanes, lettered instants, and the threshold of lateness. */
export function timelineAnnotations(timeline: Timeline, run: Run, lanes: Lane[]): Record<string, Annotation> {
  const shades: Record<string, Annotation> = {};
  if (timeline.faultS !== null) {
    const colour = faultColour(run, timeline.trial.fault);
    shades.fault = box(timeline.faultS, seeThrough(colour, faultShade));
  }
  if (timeline.healingS !== null) shades.healing = box(timeline.healingS, 'rgba(0, 0, 0, 0.05)');
  return { ...shades, ...separators(lanes), ...threshold(run), ...letters(timeline) };
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

function separators(lanes: Lane[]): Record<string, Annotation> {
  return Object.fromEntries(
    lanes.slice(1).map((lane) => [
      `above ${lane.axis}`,
      {
        type: 'line',
        drawTime: 'beforeDatasetsDraw',
        yScaleID: lane.axis,
        yMin: topOf(lane),
        yMax: topOf(lane),
        borderColor: '#bbbbbb',
        borderWidth: 1,
      },
    ]),
  );
}

function topOf(lane: Lane): number {
  return lane.rows === undefined ? Number(lane.values?.max) : 0.5;
}

function threshold({ probe }: Run): Record<string, Annotation> {
  const line: Annotation = {
    type: 'line',
    drawTime: 'beforeDatasetsDraw',
    yScaleID: 'latency',
    yMin: probe.delayThresholdMs,
    yMax: probe.delayThresholdMs,
    borderColor: palette.vermillion,
    borderDash: [5, 4],
    borderWidth: 1,
    label: {
      display: true,
      content: `late above ${probe.delayThresholdMs} ms`,
      position: 'end',
      yAdjust: -8,
      padding: 2,
      backgroundColor: 'rgba(255, 255, 255, 0.75)',
      color: palette.vermillion,
      font: { size: 10 },
    },
  };
  return { threshold: line };
}

/** Width of a letter's badge, CSS pixels: letters are moved apart until they do not overlap. */
const badgePx = 17;
/** Width of the plot, CSS pixels, roughly: only to find out which letters collide. */
const plotPx = timelineWidthPx - 140;

function letters(timeline: Timeline): Record<string, Annotation> {
  const adjustedPx = spread(timeline.marks, timeline);
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
          borderColor: '#555555',
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
          xAdjust: adjustedPx[index] ?? 0,
          content: mark.letter,
          backgroundColor: palette.ink,
          borderRadius: 3,
          color: '#ffffff',
          font: { size: 10, weight: 'bold' },
          padding: { left: 4, right: 4, top: 2, bottom: 2 },
        },
      ],
    ]),
  );
}

/** By how much each letter moves, CSS pixels: right where it would cover its predecessor, then all back into the plot. */
function spread(marks: Mark[], timeline: Timeline): number[] {
  const pxPerS = plotPx / (timeline.toS - timeline.fromS);
  const wanted = marks.map((mark) => (mark.atS - timeline.fromS) * pxPerS);
  const placed: number[] = [];
  for (const px of wanted) placed.push(Math.max(px, (placed.at(-1) ?? -badgePx) + badgePx));
  for (let index = placed.length - 1, limit = plotPx - badgePx / 2; index >= 0; index -= 1, limit -= badgePx)
    placed[index] = Math.min(placed[index] ?? 0, limit);
  return placed.map((px, index) => px - (wanted[index] ?? px));
}
