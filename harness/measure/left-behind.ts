import type { FaultFacts, KernelMs, Range, Recording, TrialRecord } from '../model.ts';
import { diedIn, switchBackMs } from './director-return.ts';
import { dualHolderMs, type Holding, holdings } from './holders.ts';
import { observedUntilMs } from './instants.ts';
import { earlyToleranceMs } from './predictions.ts';

/**
 * How the VIP goes from a director whose keepalived ended.
 * `given-up`: keepalived takes it away itself while it stops, or when it sees its link fail (MEASURING 2.3b).
 * `orphaned`: nobody is left to do that, until keepalived is started there again and cleans up (2.3b''').
 * `gone-with-node`: the network namespace is gone; a new one has no VIP until its keepalived is MASTER.
 */
export type Departure = 'given-up' | 'orphaned' | 'gone-with-node';

/** What became of the VIP on the director that the fault struck. */
export interface LeftBehind {
  departure: Departure;
  /**
   * How long it had the VIP without being entitled to, ms: from the fault on, or, after its node was started again, before
   * its first advert as MASTER. Of several VIPs the worst. Null: it had it until the end of the trial.
   */
  heldMs: number | null;
  predicted: Range;
  /** From the fault to the end of what was recorded of the trial, ms. */
  watchedMs: number;
  /** Plus or minus, ms: how exactly the fault's instant is known. */
  boundMs: number;
  /** Time with two directors that held it, until it was gone, ms. */
  dualMs: number;
}

/** keepalived takes its VIPs away within this after SIGTERM, and after its start, ms. */
const cleanUpMs = 1000;

/** Faults after which keepalived no longer runs on the old master, or has no link: a frozen or deaf one keeps its VIP by right. */
export function endsKeepalived({ aim, detection, dataPath, reversion }: FaultFacts): boolean {
  if (aim !== 'master' || detection === 'none') return false;
  return detection === 'graceful' || dataPath === 'outage' || reversion === 'restart';
}

/** Null when the trial has no window, the target did not hold the VIP, or nobody watched it. */
export function leftBehind(recording: Recording, facts: FaultFacts, trial: TrialRecord): LeftBehind | null {
  const { effective, healStartedAtMs, restored, target } = trial;
  if (effective === null || healStartedAtMs === null) return null;
  const endMs = observedUntilMs(recording, trial);
  const own = holdings(recording).filter(({ director }) => director === target);
  // A death is recorded at the earliest instant at which it can have been.
  const atFault = own.filter(({ fromMs, toMs }) => fromMs < effective.earliestMs && toMs >= effective.earliestMs);
  if (atFault.length === 0) return null;
  const boundMs = effective.latestMs - effective.earliestMs;
  const watchedMs = endMs - effective.earliestMs;
  if (diedIn(recording, trial)) {
    const entitledMs = Math.min(switchBackMs(recording, trial) ?? endMs, endMs);
    const watched = recording
      .series('vip-holder')
      .some(({ at, node }) => node === target && at >= healStartedAtMs && at <= endMs);
    if (!watched) return null;
    const before = own.filter(({ fromMs }) => fromMs >= healStartedAtMs && fromMs < entitledMs - earlyToleranceMs);
    const heldMs = Math.max(0, ...before.map(({ fromMs, toMs }) => Math.min(toMs, entitledMs) - fromMs));
    const dualMs = Math.max(
      0,
      ...before.map((one) => dualHolderMs(recording, { ...one, toMs: Math.min(one.toMs, entitledMs) })),
    );
    return {
      departure: 'gone-with-node',
      heldMs,
      predicted: { low: 0, high: 0 },
      watchedMs,
      boundMs: earlyToleranceMs,
      dualMs,
    };
  }
  const goneMs = lastEnd(atFault);
  const heldMs = goneMs > endMs || goneMs === Number.POSITIVE_INFINITY ? null : goneMs - effective.earliestMs;
  const numbers = {
    heldMs,
    watchedMs,
    boundMs,
    dualMs: dualHolderMs(recording, { fromMs: effective.earliestMs, toMs: Math.min(goneMs, endMs) }),
  };
  if (facts.detection === 'graceful' || facts.dataPath === 'outage') {
    return { ...numbers, departure: 'given-up', predicted: { low: 0, high: cleanUpMs } };
  }
  const startedMs = restored?.latestMs ?? healStartedAtMs;
  return {
    ...numbers,
    departure: 'orphaned',
    // keepalived is started some time after healing began, and cleans up before the last of its processes is there.
    predicted: { low: healStartedAtMs - effective.earliestMs, high: startedMs + cleanUpMs - effective.earliestMs },
  };
}

function lastEnd(all: readonly Holding[]): KernelMs {
  return Math.max(...all.map(({ toMs }) => toMs));
}
