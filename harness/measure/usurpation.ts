import { masterDownIntervalMs } from '../keepalived/timing.ts';
import type { Bracket, Director, Hearing, KernelMs, Range, Recording, TrialRecord } from '../model.ts';
import type { Interval } from '../stats/intervals.ts';
import { type GroupTakeover, insideLagMs } from './inside-lag.ts';
import { expectedSuccessor } from './predictions.ts';
import { advertsOfRouters, masterBefore } from './routers.ts';
import { factsOf } from './vrrp-faults.ts';

/** A takeover while the old master lives on: who should, and who did. */
export interface Usurpation {
  /** MASTER when the fault took effect; null when no advert of it was recorded. */
  master: Director | null;
  /** Who is predicted to take over; null: nobody. */
  expected: Director | null;
  /**
   * What its master-down interval runs from: the last advert it can have heard, or its reload; both ends differ where the
   * recording leaves open which. Null when nobody should take over, or nothing was recorded to count from.
   */
  since: Bracket | null;
  /** `advert`, or `reload`: keepalived starts the timer of a BACKUP anew when it reads its configuration again. */
  counts: 'advert' | 'reload';
  /** From `since.earliestMs` to its first advert, ms. */
  predictedMs: Range | null;
  /** The director that took over; null when none did. */
  usurper: string | null;
  firstAdvertMs: KernelMs | null;
  /** From `since.earliestMs`, ms. */
  afterMs: number | null;
}

/**
 * The takeover in the window of a fault of VRRP's path; null for any other fault. A director that hears no master takes
 * over after its master-down interval (MEASURING 2.3d). A reload keeps the state of an instance: a BACKUP starts its timer
 * anew (`vrrp_init_state`, `vrrp_init_sands`, keepalived 2.3.3), a MASTER advertises at once and goes on.
 */
export function usurpationIn(recording: Recording, trial: TrialRecord, window: Interval): Usurpation | null {
  const hearing = factsOf(recording.run, trial)?.hearing;
  if (hearing === undefined) return null;
  const { topology } = recording.run;
  const master = masterBefore(recording, window.fromMs);
  const expected = master === null ? null : usurperOf(recording, trial, master, hearing);
  const reloaded = hearing === 'strange-password' && expected?.name === trial.target;
  const effective = trial.effective ?? { earliestMs: window.fromMs, latestMs: window.fromMs };
  const heard = master === null ? null : lastHeard(recording, master, effective);
  const since = expected === null ? null : reloaded ? effective : heard;

  const firstNew = advertsOfRouters(recording).find(
    ({ at, value }) =>
      at >= window.fromMs &&
      at < window.toMs &&
      value.priority > 0 &&
      value.source !== master?.address &&
      topology.directors.some(({ address }) => address === value.source),
  );
  const sinceMs = (since ?? heard)?.earliestMs ?? null;
  const downMs = expected === null ? null : masterDownIntervalMs(topology.vrrp, expected.priority);
  const lags =
    since === null || master === null || expected === null || downMs === null || reloaded
      ? [0]
      : lagsSince(recording, { old: master, successor: expected, waitsMs: downMs, since }, effective);
  return {
    master,
    expected,
    since,
    counts: reloaded ? 'reload' : 'advert',
    predictedMs:
      since === null || downMs === null || lags === null
        ? null
        : {
            low: downMs + Math.min(...lags),
            high: downMs + Math.max(since.latestMs - since.earliestMs, ...lags),
          },
    usurper: topology.directors.find(({ address }) => address === firstNew?.value.source)?.name ?? null,
    firstAdvertMs: firstNew?.at ?? null,
    afterMs: firstNew === undefined || sinceMs === null ? null : firstNew.at - sinceMs,
  };
}

/** How much the instance inside holds the takeover up after `since.earliestMs`, at the least and at the most, ms. */
function lagsSince(
  recording: Recording,
  { since, ...counted }: Pick<GroupTakeover, 'old' | 'successor' | 'waitsMs'> & { since: Bracket },
  { earliestMs, latestMs }: Bracket,
): number[] | null {
  const lags = [earliestMs, latestMs].map((untilMs) =>
    insideLagMs(recording, { ...counted, lastOutsideMs: since.earliestMs, untilMs }),
  );
  const known = lags.filter((one) => one !== null);
  return known.length < lags.length ? null : known;
}

/**
 * Time with two MASTERs in the window, ms: from the predicted takeover to its end, or 0 where nobody should take over.
 * Null where nothing was recorded that the takeover could be predicted from.
 */
export function predictDualMasterMs({ expected, since, predictedMs }: Usurpation, window: Interval): Range | null {
  if (expected === null) return { low: 0, high: 0 };
  if (since === null || predictedMs === null) return null;
  const leftMs = (afterMs: number) => Math.max(0, window.toMs - since.earliestMs - afterMs);
  return { low: leftMs(predictedMs.high), high: leftMs(predictedMs.low) };
}

function usurperOf(
  { run: { topology } }: Recording,
  trial: TrialRecord,
  master: Director,
  hearing: Hearing,
): Director | null {
  const target = topology.directors.find(({ name }) => name === trial.target) ?? null;
  const other = expectedSuccessor(topology, master.name);
  switch (hearing) {
    case 'target-deaf':
      return target?.name === master.name ? null : target;
    case 'all-deaf':
      return other;
    case 'strange-password':
      // Version 3 has no authentication.
      if (topology.vrrp.version === 3) return null;
      return target?.name === master.name ? other : target;
    case 'thinned':
      // Of k adverts one is lost: the longest silence is two intervals, and three are waited for.
      return trial.level === 1 && target?.name !== master.name ? target : null;
    case 'master-deaf':
      return null;
  }
}

/** The last advert of the master before the fault, and the last one within the bracket in which it took effect. */
function lastHeard(recording: Recording, master: Director, effective: Bracket): Bracket | null {
  const own = advertsOfRouters(recording).filter(({ value }) => value.source === master.address && value.priority > 0);
  const certain = own.findLast(({ at }) => at < effective.earliestMs);
  const possible = own.findLast(({ at }) => at <= effective.latestMs);
  if (certain === undefined || possible === undefined) return null;
  return { earliestMs: certain.at, latestMs: possible.at };
}
