import type { ChartConfiguration } from 'chart.js';
import { askedServices } from '../../harness/ipvs/services.ts';
import { serviceName } from '../../harness/measure/destinations.ts';
import { failsRealServers, middleOf, removalOf } from '../../harness/measure/removal.ts';
import type { Range, Recording } from '../../harness/model.ts';
import { formatMs, formatRange } from '../format.ts';
import { bandFill, faultGroups, predictionBands } from './fault-columns.ts';
import { palette } from './palette.ts';
import type { Chart } from './render.ts';

const heightPx = 480;
/** Columns need so much each, and the page scrolls when there are many. */
const columnPx = 26;
/** And the name of a fault so much, above them, whatever their number. */
const faultPx = 150;
const marginPx = 120;
const narrowestPx = 1100;

/** A fault on a virtual service, with all its trials. */
interface Column {
  fault: string;
  service: string;
  /** Null: the checker does not see it. */
  predictedMs: Range | null;
  removedMs: number[];
  /** Trials in which it was still in the table, and for how long it was watched. */
  stayedMs: number[];
}

/** Removal from the master's table in every trial, upon the band in which its prediction lies; null without such faults. */
export function removalTimeChart(recording: Recording): Chart | null {
  const columns = columnsOf(recording);
  if (columns.length === 0) return null;
  return {
    name: 'removal-time',
    alt: altOf(columns),
    widthPx: Math.max(
      narrowestPx,
      marginPx + columns.length * columnPx,
      marginPx + new Set(columns.map(({ fault }) => fault)).size * faultPx,
    ),
    heightPx,
    config: () => configOf(recording, columns),
  };
}

function columnsOf(recording: Recording): Column[] {
  const { faults, topology, trials } = recording.run;
  return faults.filter(failsRealServers).flatMap((facts) =>
    askedServices(topology).flatMap((service): Column[] => {
      const found = trials
        .filter((trial) => trial.fault === facts.name && facts.failure !== undefined)
        .flatMap((trial) => removalOf(recording, trial, facts.failure ?? 'silent', service) ?? []);
      const [first] = found;
      if (first === undefined) return [];
      return [
        {
          fault: facts.name,
          service: serviceName(service),
          predictedMs: first.predictedMs,
          removedMs: found.flatMap(({ removed }) => (removed === null ? [] : [middleOf(removed.afterMs).value])),
          stayedMs: found.filter((one) => one.removed === null).map((one) => one.watchedMs),
        },
      ];
    }),
  );
}

function configOf(recording: Recording, columns: Column[]): ChartConfiguration {
  const removed = columns.flatMap((one, x) => one.removedMs.map((ms) => ({ x, y: ms / 1000 })));
  const stayed = (seen: boolean) =>
    columns.flatMap((one, x) =>
      (one.predictedMs !== null) === seen ? one.stayedMs.map((ms) => ({ x, y: ms / 1000 })) : [],
    );
  const highestS = Math.max(
    0.1,
    ...[...removed, ...stayed(true), ...stayed(false)].map(({ y }) => y),
    ...columns.map(({ predictedMs }) => (predictedMs?.high ?? 0) / 1000),
  );
  const points = { clip: false, pointRadius: 4 };
  const config = {
    type: 'scatter',
    data: {
      datasets: [
        {
          ...points,
          label: 'removed',
          data: removed,
          pointStyle: 'rectRot',
          backgroundColor: palette.ink,
          borderColor: palette.ink,
        },
        {
          ...points,
          label: 'not seen, as predicted (watched for so long)',
          data: stayed(false),
          pointStyle: 'triangle',
          backgroundColor: palette.grey,
          borderColor: palette.grey,
        },
        {
          ...points,
          label: 'missed (watched for so long)',
          data: stayed(true),
          pointRadius: 7,
          pointStyle: 'crossRot',
          pointBorderWidth: 2,
          borderColor: palette.vermillion,
        },
        { label: 'predicted', data: [], pointStyle: 'rect', backgroundColor: bandFill, borderColor: palette.blue },
      ],
    },
    options: {
      layout: { padding: { right: 16, bottom: 4 } },
      plugins: {
        title: {
          display: true,
          text: 'From the failure to the removal from the IPVS table',
          font: { size: 15, weight: 'bold' },
        },
        legend: { labels: { usePointStyle: true, boxHeight: 8 } },
        annotation: {
          annotations: {
            ...faultGroups(
              recording.run,
              columns.map(({ fault }) => fault),
              11,
            ),
            ...predictionBands(
              columns.map(({ predictedMs }) => predictedMs),
              1,
            ),
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: -0.6,
          max: columns.length - 0.4,
          grid: { display: false },
          ticks: {
            autoSkip: false,
            // Few names have room as they are.
            minRotation: columns.length > 6 ? 60 : 0,
            maxRotation: 90,
            callback: (value: number) => columns[value]?.service ?? '',
          },
          afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
            axis.ticks = columns.map((_, value) => ({ value }));
          },
        },
        y: {
          min: 0,
          // Room on top for the names of the faults.
          max: highestS * 1.2,
          title: { display: true, text: 'time after the failure, s' },
          ticks: { includeBounds: false },
        },
      },
    },
  };
  return config as unknown as ChartConfiguration;
}

function altOf(columns: Column[]): string {
  const each = columns.map(({ fault, service, predictedMs, removedMs, stayedMs }) => {
    const band = predictedMs === null ? 'not to be seen' : `predicted ${formatRange('ms', predictedMs, ' to ')}`;
    const times = removedMs.map(formatMs);
    const still = stayedMs.map((ms) => `still in after ${formatMs(ms)}`);
    return `${fault} on ${service}: ${[...times, ...still].join(', ')} (${band})`;
  });
  return `From the failure of a real server to its removal from the IPVS table, per fault and virtual service. ${each.join('; ')}.`;
}
