import type { ChartConfiguration } from 'chart.js';
import type { PhaseName } from '../../harness/measure/failover-phases.ts';
import type { Range } from '../../harness/model.ts';
import { phaseBarsInWords, phaseWords } from '../phase-words.ts';
import { palette, seeThrough } from './palette.ts';
import type { PhaseBar } from './phase-bars.ts';
import type { Chart } from './render.ts';
import type { Annotation } from './timeline-annotations.ts';

const widthPx = 1100;
const barPx = 26;
const marginPx = 130;

/** Blues are the protocol's share, the rest is what comes on top of it. */
const colours: Record<PhaseName | 'several', string> = {
  running: seeThrough(palette.grey, 0.3),
  farewell: '#9fc9e8',
  advert: palette.sky,
  timer: palette.blue,
  late: palette.vermillion,
  vip: palette.orange,
  garp: palette.purple,
  arp: palette.green,
  answer: palette.ink,
  several: palette.grey,
};

/** What the bars are drawn of, and on which of the two axes. */
type Piece = { name: PhaseName | 'several'; fromMs: number; toMs: number };

/**
 * Each failover as a bar of its phases: on the left the whole of it, in seconds after the fault; on the right what came
 * on top of the protocol's timer, too short to be seen there, in milliseconds. Null where there is no bar.
 */
export function failoverPhasesChart(bars: readonly PhaseBar[]): Chart | null {
  if (bars.length === 0) return null;
  return {
    name: 'failover-phases',
    alt: phaseBarsInWords(bars),
    widthPx,
    heightPx: marginPx + bars.length * barPx,
    config: () => configOf(bars),
  };
}

function piecesOf({ phases }: PhaseBar): Piece[] {
  return phases.map(({ name, fromMs, toMs, holds }) => ({ name: holds.length > 0 ? 'several' : name, fromMs, toMs }));
}

/** The pieces that follow the protocol's own, with its end as their origin. */
function excessOf(bar: PhaseBar): Piece[] {
  if (bar.timerEndMs === null) return [];
  const origin = bar.timerEndMs;
  return piecesOf(bar)
    .filter(({ fromMs }) => fromMs >= origin)
    .map(({ name, fromMs, toMs }) => ({ name, fromMs: fromMs - origin, toMs: toMs - origin }));
}

function configOf(bars: readonly PhaseBar[]): ChartConfiguration {
  const [whole, short] = [bars.map(piecesOf), bars.map(excessOf)];
  const used = (Object.keys(colours) as (keyof typeof colours)[]).filter((name) =>
    whole.flat().some((piece) => piece.name === name),
  );
  const datasets = (pieces: Piece[][], xAxisID: string, scale: number) =>
    used.map((name) => ({
      label: name === 'several' ? 'not told apart' : phaseWords[name],
      xAxisID,
      grouped: false,
      barPercentage: 0.95,
      categoryPercentage: 0.8,
      backgroundColor: colours[name],
      data: pieces.map((own) => {
        const found = own.filter((piece) => piece.name === name && piece.toMs > piece.fromMs);
        const [first] = found;
        return first === undefined ? null : [first.fromMs * scale, (found.at(-1)?.toMs ?? first.toMs) * scale];
      }),
    }));
  const lowestS = Math.min(0, ...whole.flat().map(({ fromMs }) => fromMs / 1000));
  const highestS = Math.max(
    0.1,
    ...whole.flat().map(({ toMs }) => toMs / 1000),
    ...bars.map(({ spreadMs }) => (spreadMs?.high ?? 0) / 1000),
  );
  const excessMs = Math.max(1, ...short.flat().map(({ toMs }) => toMs));
  const config = {
    type: 'bar',
    data: {
      labels: bars.map(({ label }) => label),
      datasets: [...datasets(whole, 'whole', 0.001), ...datasets(short, 'excess', 1)],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { right: 20, bottom: 4 } },
      plugins: {
        title: { display: true, text: 'Phases of each failover', font: { size: 15, weight: 'bold' } },
        legend: {
          labels: {
            boxHeight: 10,
            boxWidth: 14,
            filter: ({ datasetIndex }: { datasetIndex: number }) => datasetIndex < used.length,
          },
        },
        annotation: { annotations: { ...marks(bars), struck: struckLine } },
      },
      scales: {
        y: { grid: { display: false }, ticks: { autoSkip: false } },
        whole: {
          ...panel(3),
          min: Math.floor(lowestS * 2) / 2,
          max: highestS * 1.03,
          title: { display: true, text: 'after the fault struck, s' },
          ticks: { includeBounds: false },
        },
        excess: {
          ...panel(2),
          min: 0,
          max: excessMs * (bars.some(({ remark }) => remark !== null) ? 1.6 : 1.05),
          title: { display: true, text: 'beyond the protocol’s timer, ms' },
          ticks: { includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

/** An axis below its part of the picture's width. */
function panel(stackWeight: number) {
  return {
    type: 'linear',
    position: 'bottom',
    stack: 'panels',
    stackWeight,
    offset: false,
    border: { color: palette.grey },
  };
}

const struckLine: Annotation = {
  type: 'line',
  xScaleID: 'whole',
  xMin: 0,
  xMax: 0,
  borderColor: palette.ink,
  borderWidth: 1,
  borderDash: [4, 3],
};

/** Where bars end over all trials, and why one ends where it does. */
function marks(bars: readonly PhaseBar[]): Record<string, Annotation> {
  return Object.fromEntries(
    bars.flatMap((bar, y) => [
      ...(bar.spreadMs === null ? [] : [[`spread ${y}`, spreadLine(bar.spreadMs, y)]]),
      ...(bar.remark === null ? [] : [[`remark ${y}`, remarkLabel(bar, bar.remark, y)]]),
    ]),
  );
}

function spreadLine({ low, high }: Range, y: number): Annotation {
  const at = { xScaleID: 'whole', yScaleID: 'y', xMin: low / 1000, xMax: high / 1000, yMin: y, yMax: y };
  return { type: 'line', ...at, borderColor: palette.ink, borderWidth: 2 };
}

function remarkLabel(bar: PhaseBar, remark: string, y: number): Annotation {
  const endMs = excessOf(bar).at(-1)?.toMs ?? 0;
  return {
    type: 'label',
    xScaleID: 'excess',
    yScaleID: 'y',
    xValue: endMs,
    yValue: y,
    content: remark,
    position: { x: 'start', y: 'center' },
    color: palette.ink,
    font: { size: 11 },
  };
}
