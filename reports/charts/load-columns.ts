import { type LoadKind, sizeWords } from '../../harness/measure/loads.ts';
import type { LoadTrial, Path } from '../../harness/model.ts';
import { palette, seeThrough } from './palette.ts';
import type { Annotation } from './timeline-annotations.ts';

/** A load with its place on the axis: the paths of a size stand together. */
export interface LoadColumn {
  kind: LoadKind;
  x: number;
}

/** Colour of a path, the same in every chart of loads. */
export const pathColours: { [path in Path]: string } = {
  direct: palette.grey,
  DR: palette.blue,
  TUN: palette.green,
  NAT: palette.orange,
};

/** What is drawn of each path, in the order of the legend. */
const pathOrder: Path[] = ['direct', 'DR', 'TUN', 'NAT'];

const useWords: { [use in LoadTrial['connectionUse']]: string } = {
  kept: 'connections kept',
  fresh: 'a connection for each request',
};

/** Places the loads: paths side by side, then the sizes with a gap between, then the uses of connections. */
export function loadColumns(kinds: readonly LoadKind[]): LoadColumn[] {
  const columns: LoadColumn[] = [];
  const sorted = kinds.toSorted((a, b) => rank(kinds, a) - rank(kinds, b));
  for (const kind of sorted) {
    const last = columns.at(-1);
    const together = last !== undefined && sameSize(last.kind, kind);
    columns.push({ kind, x: last === undefined ? 0 : last.x + (together ? 1 : 1.8) });
  }
  return columns;
}

/** The paths that are drawn, in the order of the legend. */
export function pathsOf(columns: readonly LoadColumn[]): Path[] {
  return pathOrder.filter((path) => columns.some(({ kind }) => kind.path === path));
}

/** The axis of the columns: under each size its name. */
function columnAxis(columns: readonly LoadColumn[]) {
  const sizes = groupsOf(columns, sameSize).map(({ from, to, kind }) => ({
    value: (from + to) / 2,
    label: sizeWords(kind.responseBytes),
  }));
  return {
    type: 'linear',
    // Bars would ask for room of their own on either side.
    offset: false,
    min: -1,
    max: (columns.at(-1)?.x ?? 0) + 1,
    grid: { display: false },
    title: { display: true, text: 'size of the response' },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      callback: (value: number) => sizes.find((one) => one.value === value)?.label ?? '',
    },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = sizes.map(({ value }) => ({ value }));
    },
  };
}

/** Columns of one use of connections stand on one ground, with what it is above them. */
function useGroups(columns: readonly LoadColumn[]): Record<string, Annotation> {
  const uses = groupsOf(columns, (a, b) => a.connectionUse === b.connectionUse);
  return Object.fromEntries(
    uses.map(({ from, to, kind }, index) => [
      `use ${index}`,
      {
        type: 'box',
        drawTime: 'beforeDatasetsDraw',
        xMin: from - 0.9,
        xMax: to + 0.9,
        backgroundColor: seeThrough(index % 2 === 0 ? palette.grey : palette.sky, 0.1),
        borderWidth: 0,
        label: {
          display: true,
          content: useWords[kind.connectionUse],
          position: { x: 'center', y: 'start' },
          color: palette.ink,
          font: { size: 12, weight: 'bold' },
        },
      },
    ]),
  );
}

/** A line from the lowest to the highest, for each column that has both. */
export function spreadLines(spans: readonly { x: number; low: number; high: number }[]): { x: number; y: number }[] {
  return spans.flatMap(({ x, low, high }) => [
    { x, y: low },
    { x, y: high },
    { x, y: Number.NaN },
  ]);
}

/** Half of the width of the line that stands for a prediction. */
const predictedHalf = { point: 0.42, bar: 0.46 };

/** What was predicted of each column, as a line across the point or the bar that was measured. */
export function predictedLines(columns: readonly { x: number; y: number }[], across: keyof typeof predictedHalf) {
  const half = predictedHalf[across];
  return {
    type: 'line',
    data: columns.flatMap(({ x, y }) => [
      { x: x - half, y },
      { x: x + half, y },
      { x, y: Number.NaN },
    ]),
    spanGaps: false,
    pointRadius: 0,
    pointStyle: 'line',
    borderWidth: 3,
    borderColor: palette.vermillion,
  };
}

/** What all charts of loads have in common: the axis of the columns, the groups behind them, the look of the title. */
export function loadChartOptions(
  columns: readonly LoadColumn[],
  {
    title,
    legend,
    annotations = {},
    y,
  }: {
    title: string;
    /** The labels of the legend. */
    legend: object;
    annotations?: Record<string, object>;
    /** The axis of what was measured. */
    y: object;
  },
) {
  return {
    layout: { padding: { right: 16, bottom: 4 } },
    plugins: {
      title: { display: true, text: title, font: { size: 15, weight: 'bold' } },
      legend: { labels: legend },
      annotation: { annotations: { ...useGroups(columns), ...annotations } },
    },
    scales: { x: columnAxis(columns), y },
  };
}

/** A text above a column. */
export function columnLabel(x: number, y: number, content: string): Annotation {
  return { type: 'label', xValue: x, yValue: y, yAdjust: -9, content, color: palette.ink, font: { size: 10 } };
}

function rank(kinds: readonly LoadKind[], kind: LoadKind): number {
  const first = kinds.findIndex((other) => sameSize(other, kind));
  return first * pathOrder.length + pathOrder.indexOf(kind.path);
}

function sameSize(a: LoadKind, b: LoadKind): boolean {
  return a.responseBytes === b.responseBytes && a.connectionUse === b.connectionUse;
}

function groupsOf(columns: readonly LoadColumn[], together: (a: LoadKind, b: LoadKind) => boolean) {
  const groups: { from: number; to: number; kind: LoadKind }[] = [];
  for (const { kind, x } of columns) {
    const last = groups.at(-1);
    if (last !== undefined && together(last.kind, kind)) last.to = x;
    else groups.push({ from: x, to: x, kind });
  }
  return groups;
}
