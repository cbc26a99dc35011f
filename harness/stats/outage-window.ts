import type { KernelMs, Observation, ProbeSettings, RequestOutcome, RequestValue } from '../model.ts';
import { largest } from './extremes.ts';
import { between, firstFrom, inOrder } from './in-order.ts';
import type { Interval } from './intervals.ts';

/** What the requests of one window say. Instants are due times: RFC 6414's time-stamp based method uses send times. */
export interface OutageWindow {
  requests: number;
  /** Lost or late (RFC 6412 3.8.1). */
  impaired: number;
  lost: number;
  lostByOutcome: Partial<Record<RequestOutcome, number>>;
  /** The last good request before the first impaired one; null when there is none, or nothing was impaired. */
  lastGoodMs: KernelMs | null;
  /** The first good request after the last impaired one; null when it was impaired to the end. */
  firstGoodMs: KernelMs | null;
  /** Time-stamp based (RFC 6414 3.6.3), less the interval by which it is too long on average; 0 when nothing was impaired. */
  failoverTimeMs: number | null;
  /** Packet-loss based (RFC 6414 3.6.2). */
  failoverTimePlbmMs: number;
  /** Plus or minus, of `failoverTimeMs`. */
  boundMs: number;
  /** Runs of impaired requests without a good one among them, in order (RFC 6412 3.6.5). */
  lossPeriods: Interval[];
  longestLossPeriodMs: number;
  /**
   * Sent after due, at worst, of the requests that decide where the outage begins and ends: all but those strictly between
   * the first and the last impaired one.
   */
  worstLatenessMs: number;
  /** Requests that were due and never sent. */
  dropped: number;
  /** The most of them one after another. */
  longestDrop: number;
}

/**
 * Lost, or answered later than the delay threshold after it was sent. The prober's own lateness is not the service's: it
 * widens the error bound instead.
 */
export function isImpaired(value: RequestValue, probe: Pick<ProbeSettings, 'delayThresholdMs'>): boolean {
  return value.outcome !== 'ok' || value.latencyMs - value.lateMs > probe.delayThresholdMs;
}

/**
 * The requests of a window, in the order in which they were due. A request belongs to the window in which it was decided:
 * answered, failed, or the delay threshold passed. So one that was under way when the fault struck counts for the fault,
 * and one that healing disturbed does not.
 */
export function requestsDecidedIn(
  observations: readonly Observation<'request'>[],
  window: Interval,
  probe: Pick<ProbeSettings, 'delayThresholdMs'>,
): Observation<'request'>[] {
  const decidedAt = ({ at, value }: Observation<'request'>) => at + Math.min(value.latencyMs, probe.delayThresholdMs);
  // Each is decided within a threshold of its due time; a millisecond more is for rounding.
  return between(observations, window.fromMs - probe.delayThresholdMs - 1, window.toMs).filter(
    (one) => decidedAt(one) >= window.fromMs && decidedAt(one) < window.toMs,
  );
}

/**
 * Reads the outage off the requests of a window. Observations may come in any order.
 * Error (MEASURING 1.3, 1.4): the last good request is due within an interval before the outage, the first good one
 * within an interval after it. Lateness of more than half an interval, and requests never sent, widen the bound.
 */
export function outageWindow(
  observations: readonly Observation<'request'>[],
  window: Interval,
  probe: ProbeSettings,
): OutageWindow {
  const inside = requestsDecidedIn(observations, window, probe);
  const impaired = inside.filter((one) => isImpaired(one.value, probe));
  const lost = impaired.filter((one) => one.value.outcome !== 'ok');
  const lostByOutcome: OutageWindow['lostByOutcome'] = {};
  for (const { value } of lost) lostByOutcome[value.outcome] = (lostByOutcome[value.outcome] ?? 0) + 1;

  const firstImpaired = impaired[0];
  const lastImpaired = impaired.at(-1);
  const lastGoodMs = firstImpaired === undefined ? null : lastGoodBefore(observations, firstImpaired.at, probe);
  const firstGoodMs = lastImpaired === undefined ? null : (inside.find((one) => one.at > lastImpaired.at)?.at ?? null);
  const deciding = inside.filter(
    (one) => one.at <= (firstImpaired?.at ?? one.at) || one.at >= (lastImpaired?.at ?? one.at),
  );
  const worstLatenessMs = deciding.reduce((worst, one) => Math.max(worst, one.value.lateMs), 0);
  const lossPeriods = lossPeriodsOf(inside, probe);
  const drops = dropsOf(inside, window, probe);
  const longestDrop = Math.max(0, largest(drops));
  return {
    requests: inside.length,
    impaired: impaired.length,
    lost: lost.length,
    lostByOutcome,
    lastGoodMs,
    firstGoodMs,
    failoverTimeMs: failoverTime(impaired.length, lastGoodMs, firstGoodMs, probe.intervalMs),
    failoverTimePlbmMs: impaired.length * probe.intervalMs,
    boundMs: probe.intervalMs * (1 + longestDrop) + (worstLatenessMs > probe.intervalMs / 2 ? worstLatenessMs : 0),
    lossPeriods,
    longestLossPeriodMs: Math.max(0, largest(lossPeriods.map((period) => period.toMs - period.fromMs))),
    worstLatenessMs,
    dropped: drops.reduce((sum, drop) => sum + drop, 0),
    longestDrop,
  };
}

function failoverTime(
  impaired: number,
  lastGoodMs: KernelMs | null,
  firstGoodMs: KernelMs | null,
  intervalMs: number,
): number | null {
  if (impaired === 0) return 0;
  if (lastGoodMs === null || firstGoodMs === null) return null;
  return Math.max(0, firstGoodMs - lastGoodMs - intervalMs);
}

/** Looked for in all observations: it is usually due just before the window opens. */
function lastGoodBefore(
  observations: readonly Observation<'request'>[],
  atMs: KernelMs,
  probe: ProbeSettings,
): KernelMs | null {
  const sorted = inOrder(observations);
  for (let index = firstFrom(sorted, atMs) - 1; index >= 0; index -= 1) {
    const one = sorted[index];
    if (one !== undefined && !isImpaired(one.value, probe)) return one.at;
  }
  return null;
}

function lossPeriodsOf(sorted: readonly Observation<'request'>[], probe: ProbeSettings): Interval[] {
  const periods: Interval[] = [];
  let current: Interval | null = null;
  for (const { at, value } of sorted) {
    if (!isImpaired(value, probe)) current = null;
    else if (current !== null) current.toMs = at + probe.intervalMs;
    else {
      current = { fromMs: at, toMs: at + probe.intervalMs };
      periods.push(current);
    }
  }
  return periods;
}

/** Lengths of the runs of due requests that are missing, also at the edges of the window. */
function dropsOf(sorted: readonly Observation<'request'>[], window: Interval, probe: ProbeSettings): number[] {
  const { intervalMs, delayThresholdMs } = probe;
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const drops = sorted.slice(1).map((one, index) => {
    const previous = sorted[index] ?? one;
    return Math.round((one.at - previous.at) / intervalMs) - 1;
  });
  // What was due a delay threshold before the end would have been decided inside.
  const atStart = Math.floor((first.at - window.fromMs) / intervalMs);
  const atEnd = Number.isFinite(window.toMs) ? Math.floor((window.toMs - delayThresholdMs - last.at) / intervalMs) : 0;
  return [atStart, ...drops, atEnd].filter((missing) => missing > 0);
}
