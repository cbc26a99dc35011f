import type { KernelMs, Observation, Recording } from '../../model.ts';
import { seriesNames } from '../../series-names.ts';
import { inOrder } from '../../stats/in-order.ts';
import { hasProber, isClosed } from '../run-stage.ts';

/** By how much the harness's clock and the engine's may differ over a run, ms. */
const clocksDifferMs = 1000;
/** The offset is read each second; a lab that starved for 7 s was seen, ms. */
const longestSilenceMs = 15_000;
/** Slewing changes CLOCK_REALTIME by at most 500 ppm (adjtimex(2)); twice that, and the grain of a reading, ms. */
const slewShare = 0.001;
const grainMs = 0.5;

/** Instants belong to the run: to its length, to the one course of the engine's clock, and to all of its trials. */
export function runTime(recording: Recording): string[] {
  return [...length(recording), ...clockCourse(recording), ...coverage(recording), ...traffic(recording)];
}

function length({ run, series }: Recording): string[] {
  const ends = seriesNames.flatMap((name) => {
    const seen = inOrder<Pick<Observation, 'at'>>(series(name));
    return [seen[0], seen.at(-1)].flatMap((one) => (one === undefined ? [] : [{ name, at: one.at }]));
  });
  const first = ends.toSorted((a, b) => a.at - b.at)[0];
  const last = ends.toSorted((a, b) => b.at - a.at)[0];
  if (first === undefined || last === undefined) return [];
  if (first.at < 0) return [`something of the series ${first.name} was seen before the engine's clock began`];
  if (run.endedAt === null) return [];
  const lastedMs = Date.parse(run.endedAt) - Date.parse(run.startedAt);
  const spanMs = last.at - first.at;
  if (spanMs <= lastedMs + clocksDifferMs) return [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `what was seen spans ${seconds(spanMs)}, from the first of ${first.name} to the last of ${last.name}, and the run lasted ${seconds(lastedMs)}`,
  ];
}

/** Adverts, gratuitous ARPs and log lines have their instants of CLOCK_REALTIME: around a step of it they are wrong. */
function clockCourse({ series }: Recording): string[] {
  const readings = inOrder(series('clock-offset'));
  return readings.flatMap(({ at, value }, place) => {
    const before = readings[place - 1];
    if (before === undefined) return [];
    const steppedMs = value.offsetMs - before.value.offsetMs;
    const knownToMs = value.boundMs + before.value.boundMs + grainMs + slewShare * (at - before.at);
    const stepped =
      Math.abs(steppedMs) <= knownToMs ? [] : [`the engine's clock was set by ${steppedMs.toFixed(1)} ms meanwhile`];
    const silentMs = at - before.at;
    return silentMs <= longestSilenceMs
      ? stepped
      : [...stepped, `nobody read the engine's clock for ${(silentMs / 1000).toFixed(1)} s`];
  });
}

/** What runs from the first trial to the last saw all of it. */
function coverage({ run, series }: Recording): string[] {
  if (!isClosed(run)) return [];
  const balance = run.balanceTrials ?? [];
  const begins = [...run.trials.map(({ steadyAtMs }) => steadyAtMs), ...balance.map(({ startedAtMs }) => startedAtMs)];
  const ends = [...run.trials, ...balance].map(({ endedAtMs }) => endedAtMs);
  const fromMs = Math.min(...known(begins));
  const toMs = Math.max(...known(ends));
  return hasProber(run)
    ? covers('request', series('request'), run.probe.deadlineMs + run.probe.intervalMs)
    : covers('clock-offset', series('clock-offset'), longestSilenceMs);

  function covers(name: string, all: readonly Pick<Observation, 'at'>[], marginMs: number): string[] {
    const seen = inOrder(all);
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (first.at > fromMs) return [`the series ${name} begins only after the first trial`];
    return last.at < toMs - marginMs ? [`the series ${name} ends before the last trial`] : [];
  }
}

/** Connections of traffic are made while their trial lasts. */
function traffic({ run, series }: Recording): string[] {
  const trials = new Map((run.balanceTrials ?? []).map((trial) => [trial.index, trial]));
  const outside = series('assignment').filter(({ at, value }) => {
    const { startedAtMs = null, endedAtMs = null } = trials.get(value.trial) ?? {};
    return (startedAtMs !== null && at < startedAtMs) || (endedAtMs !== null && at > endedAtMs);
  });
  return outside.length === 0 ? [] : [`${outside.length} connections were made outside of their trials`];
}

function known(instants: readonly (KernelMs | null)[]): KernelMs[] {
  return instants.filter((at) => at !== null);
}
