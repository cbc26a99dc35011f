import type { ChartConfiguration } from 'chart.js';
import { serviceName } from '../../harness/measure/destinations.ts';
import {
  type DisruptionEvent,
  disruptionsIn,
  disruptionWords,
  type Upheaval,
} from '../../harness/measure/disruption.ts';
import type { Recording } from '../../harness/model.ts';
import { formatNumber } from '../format.ts';
import { groupBands } from './fault-columns.ts';
import { palette, seeThrough } from './palette.ts';
import type { Chart } from './render.ts';

const columnPx = 40;
const marginPx = 120;
const narrowestPx = 1100;

/** A service at an event, over all trials of it, percent of the clients. */
interface Column {
  service: string;
  event: DisruptionEvent;
  measured: Parts;
  predicted: Parts;
}

interface Parts {
  had: number;
  needless: number;
  refused: number;
}

/** Clients that moved or were refused when a real server left or came back, predicted beside measured; null without such a run. */
export function disruptionChart(recording: Recording): Chart | null {
  const columns = columnsOf(recording);
  if (columns.length === 0) return null;
  return {
    name: 'disruption',
    alt: altOf(columns),
    widthPx: Math.max(narrowestPx, marginPx + columns.length * columnPx),
    heightPx: 520,
    config: () => configOf(columns),
  };
}

/** Events side by side, in each the services in their order: what is to be compared stands together. */
function columnsOf(recording: Recording): Column[] {
  const known = disruptionsIn(recording).filter(({ doubt }) => doubt === null);
  const places = new Map(known.map((one) => [`${one.event} ${serviceName(one.service)}`, one]));
  const events = [...new Set(known.map(({ event }) => event))];
  return [...places.values()]
    .sort((a, b) => events.indexOf(a.event) - events.indexOf(b.event))
    .map(({ service, event }) => {
      const own = known.filter((one) => one.service === service && one.event === event);
      return {
        service: serviceName(service),
        event,
        measured: partsOf(own.map((one) => one.measured)),
        predicted: partsOf(own.map((one) => one.predicted)),
      };
    });
}

function partsOf(upheavals: readonly Upheaval[]): Parts {
  const clients = upheavals.reduce((total, one) => total + one.clients, 0) || 1;
  const percent = (of: (one: Upheaval) => number) =>
    (upheavals.reduce((total, one) => total + of(one) * one.clients, 0) / clients) * 100;
  return {
    had: percent((one) => one.moved - one.collateral),
    needless: percent((one) => one.collateral),
    refused: percent((one) => one.refused),
  };
}

const parts: { part: keyof Parts; label: string; colour: string }[] = [
  { part: 'had', label: 'moved, as they had to', colour: palette.blue },
  { part: 'needless', label: 'moved without need', colour: palette.vermillion },
  { part: 'refused', label: 'refused', colour: palette.ink },
];

function configOf(columns: Column[]): ChartConfiguration {
  const bars = (which: 'predicted' | 'measured') =>
    parts.map(({ part, label, colour }) => ({
      label: `${which}: ${label}`,
      stack: which,
      data: columns.map((one) => one[which][part]),
      backgroundColor: which === 'measured' ? colour : seeThrough(colour, 0.15),
      borderColor: colour,
      borderWidth: 1.5,
      borderSkipped: false,
      barPercentage: 0.92,
      categoryPercentage: 0.78,
    }));
  const config = {
    type: 'bar',
    data: { labels: columns.map(({ service }) => service), datasets: [...bars('predicted'), ...bars('measured')] },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: {
          display: true,
          text: 'Clients that lose their real server: predicted (pale, left) beside measured (filled, right)',
          font: { size: 15, weight: 'bold' },
        },
        legend: { labels: { boxHeight: 8, boxWidth: 16 } },
        annotation: {
          annotations: groupBands(
            columns.map(({ event }) => disruptionWords[event]),
            (_, index) => (index % 2 === 0 ? palette.sky : palette.grey),
            11,
          ),
        },
      },
      scales: {
        x: { stacked: true, grid: { display: false }, ticks: { autoSkip: false, minRotation: 50, maxRotation: 90 } },
        y: {
          stacked: true,
          min: 0,
          // Room on top for the names of the events.
          max: 112,
          title: { display: true, text: 'share of the clients, %' },
          ticks: { stepSize: 20, includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function altOf(columns: Column[]): string {
  const words = ({ had, needless, refused }: Parts) =>
    `${formatNumber(had + needless, 1)} % moved, ${formatNumber(needless, 1)} % without need, ${formatNumber(refused, 1)} % refused`;
  const each = columns.map(
    ({ service, event, measured, predicted }) =>
      `${service}, ${disruptionWords[event]}: ${words(measured)} (predicted ${words(predicted)})`,
  );
  return `Clients that moved or were refused when a real server left or came back. ${each.join('; ')}.`;
}
