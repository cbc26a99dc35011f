import type { ChartConfiguration } from 'chart.js';
import type { Run, TrialMeasurement } from '../../harness/model.ts';
import { largest, smallest } from '../../harness/stats/extremes.ts';
import { hull } from '../../harness/stats/hull.ts';
import { quantile } from '../../harness/stats/quantiles.ts';
import { bandFill } from './fault-columns.ts';
import { palette, seeThrough } from './palette.ts';
import type { Chart } from './render.ts';
import { type Strip, stripsInWords } from './strips.ts';
import { type Annotation, faultColour } from './timeline-annotations.ts';

const widthPx = 1100;
const rowPx = 62;
const marginPx = 140;

/** Fewer values than this have no quartiles worth a box. */
const fewestForBox = 5;

/** Fewer trials of every fault than this are told by the chart of single trials. */
const fewestTrials = 3;

/**
 * All trials of each fault on one line: failover time upon the hull of its predictions, and detection less its prediction. Null where no fault has enough trials, or nothing was measured.
 */
export function distributionsChart(run: Run, measurements: readonly TrialMeasurement[]): Chart | null {
  const faults = run.faults
    .filter(({ name }) => measurements.some((one) => one.fault === name))
    .map(({ name }) => name);
  const of = (fault: string) => measurements.filter((one) => one.fault === fault);
  if (!faults.some((fault) => of(fault).length >= fewestTrials)) return null;
  const failover = faults.map((fault, row) => ({
    row,
    values: of(fault).flatMap((one) => one.failoverTimeMs ?? []),
    band: hull(of(fault).flatMap((one) => one.predictedFailoverMs ?? [])),
  }));
  const detection = faults.map((fault, row) => {
    const values = of(fault).flatMap(({ detectionMs, predictedDetectionMs }) =>
      detectionMs === null || predictedDetectionMs === null ? [] : [detectionMs - predictedDetectionMs],
    );
    return { row, values, band: values.length === 0 ? null : { low: 0, high: 0 } };
  });
  if ([...failover, ...detection].every(({ values }) => values.length === 0)) return null;
  // A service that did not come back has no dot.
  const labels = faults.map((fault, row) => {
    const [dots, trials] = [failover[row]?.values.length ?? 0, of(fault).length];
    return dots === trials ? fault : `${fault}: ${dots} of ${trials}`;
  });
  return {
    name: 'distributions',
    alt: stripsInWords(labels, failover, detection),
    widthPx,
    heightPx: marginPx + faults.length * rowPx,
    config: () => configOf(run, faults, labels, failover, detection),
  };
}

function configOf(
  run: Run,
  faults: string[],
  labels: string[],
  failover: Strip[],
  detection: Strip[],
): ChartConfiguration {
  const points = (strips: Strip[], xAxisID: string, scale: number) =>
    faults.map((fault, row) => ({
      xAxisID,
      clip: false,
      pointRadius: 3.5,
      backgroundColor: seeThrough(faultColour(run, fault), 0.55),
      borderColor: faultColour(run, fault),
      data: (strips[row]?.values ?? []).map((ms, index) => ({ x: ms * scale, y: row + offsetOf(index) })),
    }));
  const key = { xAxisID: 'failover', data: [], pointStyle: 'rect', pointRadius: 6 };
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        { ...key, label: 'predicted', backgroundColor: bandFill, borderColor: palette.blue },
        {
          ...key,
          label: 'middle half of the trials, with the median',
          backgroundColor: 'transparent',
          borderColor: palette.ink,
        },
        {
          ...key,
          label: 'one trial',
          pointStyle: 'circle',
          backgroundColor: seeThrough(palette.grey, 0.55),
          borderColor: palette.grey,
        },
        ...points(failover, 'failover', 0.001),
        ...points(detection, 'detection', 1),
      ],
    },
    options: {
      layout: { padding: { right: 20, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'All trials of each fault', font: { size: 15, weight: 'bold' } },
        legend: {
          labels: { usePointStyle: true, boxHeight: 8, filter: ({ text }: { text?: string }) => text !== undefined },
        },
        annotation: { annotations: { ...boxes(failover, 'failover', 0.001), ...boxes(detection, 'detection', 1) } },
      },
      scales: {
        y: {
          type: 'linear',
          reverse: true,
          min: -0.5,
          max: faults.length - 0.5,
          grid: { display: false },
          ticks: { autoSkip: false, callback: (value: number) => labels[value] ?? '' },
          afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
            axis.ticks = faults.map((_, value) => ({ value }));
          },
        },
        failover: panel(
          'failover time, s',
          [0, ...valuesOf(failover)].map((ms) => ms / 1000),
        ),
        detection: panel('detection beyond its prediction, ms', [-2, 10, ...valuesOf(detection)]),
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function valuesOf(strips: Strip[]): number[] {
  return strips.flatMap(({ values, band }) => [...values, ...(band === null ? [] : [band.low, band.high])]);
}

/** An axis below its half of the picture, with room for what lies on its ends. */
function panel(text: string, values: number[]) {
  const [low, high] = values.length === 0 ? [0, 1] : [smallest(values), largest(values)];
  const room = Math.max((high - low) * 0.04, 1e-3);
  return {
    type: 'linear',
    position: 'bottom',
    stack: 'panels',
    stackWeight: 1,
    min: low === 0 ? 0 : low - room,
    max: high + room,
    title: { display: true, text },
    ticks: { includeBounds: false },
  };
}

/** Points of one line stand one below the other in turn, so that equal ones do not hide each other. */
function offsetOf(index: number): number {
  return (((index * 7) % 17) - 8) * 0.03;
}

function boxes(strips: readonly Strip[], axis: string, scale: number): Record<string, Annotation> {
  const box = (row: number, half: number, low: number, high: number): Annotation => ({
    type: 'box',
    xScaleID: axis,
    yScaleID: 'y',
    xMin: low * scale,
    xMax: high * scale,
    yMin: row - half,
    yMax: row + half,
  });
  return Object.fromEntries(
    strips.flatMap(({ row, values, band }): [string, Annotation][] => {
      const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share) ?? 0);
      const boxed = values.length >= fewestForBox && low !== undefined && middle !== undefined && high !== undefined;
      const ink = { backgroundColor: 'transparent', borderColor: palette.ink };
      return [
        ...(band === null
          ? []
          : ([
              [
                `${axis} band ${row}`,
                {
                  ...box(row, 0.42, band.low, band.high),
                  drawTime: 'beforeDatasetsDraw',
                  backgroundColor: bandFill,
                  borderColor: palette.blue,
                  borderWidth: 1,
                },
              ],
            ] satisfies [string, Annotation][])),
        ...(boxed
          ? ([
              [`${axis} box ${row}`, { ...box(row, 0.32, low, high), ...ink, borderWidth: 1 }],
              [`${axis} median ${row}`, { ...box(row, 0.32, middle, middle), ...ink, borderWidth: 2 }],
            ] satisfies [string, Annotation][])
          : []),
      ];
    }),
  );
}
