import type { ScaleOptions } from 'chart.js';
import type { Theme } from './theme.ts';

/** One lane of a timeline: an own vertical axis stacked upon the others, on the common time axis. */
export interface Lane {
  /** Name of the axis. */
  axis: string;
  title: string;
  /** Height, CSS pixels. */
  heightPx: number;
  /** Named rows, the first on top; absent for a lane of values. */
  rows?: string[];
  /** Further options of a lane of values. */
  values?: Record<string, unknown>;
}

/** Size of the names of rows on a telephone, CSS pixels. */
const narrowLettersPx = 10;

/** Width of all of a timeline's vertical axes, CSS pixels: what Chart.js reckons is too little for stacked axes. */
export function gutterPx(lanes: Lane[], narrow = false): number {
  const longest = Math.max(...lanes.flatMap((lane) => lane.rows ?? []).map((row) => row.length));
  return narrow ? 30 + Math.ceil(longest * 6) : 44 + Math.ceil(longest * 7.2);
}

/** Height of one named row, CSS pixels. */
const rowPx = 22;

/** A lane with named rows; a title needs the height of two. */
export function rowLane(axis: string, title: string, rows: string[]): Lane {
  return { axis, title, rows, heightPx: rowPx * (title === '' ? rows.length : Math.max(2, rows.length)) };
}

/** Vertical position of a row of a lane with named rows. */
export function rowAt(index: number): number {
  return -index;
}

/** The stacked axes of lanes, given from top to bottom. */
export function laneScales(lanes: Lane[], theme: Theme, narrow: boolean): Record<string, ScaleOptions<'linear'>> {
  // Chart.js stacks from the bottom of the list of axes upwards.
  return Object.fromEntries(
    [...lanes].reverse().map((lane) => [lane.axis, scaleOf(lane, theme, narrow, gutterPx(lanes, narrow))]),
  );
}

function scaleOf(lane: Lane, theme: Theme, narrow: boolean, widthPx: number): ScaleOptions<'linear'> {
  const common = {
    stack: 'lanes',
    stackWeight: lane.heightPx,
    position: 'left',
    border: { color: theme.line },
    grid: { color: theme.grid },
    afterFit: (axis: { width: number }) => {
      axis.width = widthPx;
    },
    title: {
      display: lane.title !== '',
      text: lane.title,
      color: theme.text,
      font: { weight: 'bold', size: narrow ? 8.5 : 10 },
    },
  };
  const { rows } = lane;
  // A chart's own font does not reach its axes.
  const letters = { color: theme.text, ...(narrow ? { font: { size: narrowLettersPx } } : {}) };
  if (rows === undefined) {
    const ticks = { ...letters, ...(lane.values?.ticks as Record<string, unknown> | undefined) };
    return { ...common, type: 'linear', ...lane.values, ticks } as unknown as ScaleOptions<'linear'>;
  }
  return {
    ...common,
    type: 'linear',
    min: rowAt(rows.length - 1) - 0.5,
    max: 0.5,
    grid: { display: false },
    ticks: { ...letters, autoSkip: false, callback: (value: number | string) => rows[-Number(value)] ?? '' },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = rows.map((_, index) => ({ value: rowAt(index) }));
    },
  } as unknown as ScaleOptions<'linear'>;
}
