import { hasTwoArms } from '../inside.ts';
import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import type { KernelMs, Lateness, Range, Recording, TrialRecord } from '../model.ts';
import { largest, smallest } from '../stats/extremes.ts';
import type { Interval } from '../stats/intervals.ts';
import { earlyToleranceMs, expectedSuccessor, lateToleranceMs } from './predictions.ts';
import { advertsOfRouters, masterBefore } from './routers.ts';
import { factsOf } from './vrrp-faults.ts';

/** What became of a master whose adverts came late. */
export interface FalseFailover {
  lateness: Lateness;
  /** Strength of the fault, in the unit of its facts. */
  level: number;
  master: string;
  /** The director that took over from it, and when it first said so; null when none did. */
  successor: string | null;
  takeoverMs: KernelMs | null;
  /**
   * From the last advert that the backup heard to the takeover, ms; both ends differ where the recording leaves open which
   * one that was. Null without a takeover.
   */
  waitedMs: Range | null;
  /** Takeovers in the window, the first one included. */
  takeovers: number;
  /** Fault effective minus last advert before it, ms. */
  phaseMs: number;
  /** Master-down interval of the backup, ms. */
  downMs: number;
  /**
   * By how much the longest silence that the fault makes exceeds `downMs`: above 0 there should be a takeover. For
   * faults of chance, the silence that the wire showed: the one before the takeover, or else the longest.
   */
  marginMs: number;
  /** The level above which a takeover is predicted, in the unit of the level; null for faults of chance. */
  threshold: number | null;
  /** Takeovers to be expected by chance, for losses at random; null for any other fault. */
  expectedByChance: number | null;
  /**
   * Something else than the silence that was recorded decides as well: in a sync group nobody takes over who still hears
   * the master in the other network, where nobody watches (`vrrp_sync_can_goto_master`).
   */
  unseen: boolean;
}

/** A prediction this near to its threshold is too close to call, ms. */
const tooCloseMs = 50;

/** What a takeover, or that none came, means for the prediction of a trial. */
export type Outcome = 'as-predicted' | 'without-need' | 'missing' | 'too-close' | 'unseen';

/**
 * The takeover of a living master in the window of a fault that makes its adverts late; null for any other fault, and
 * when no advert of a master was recorded before it.
 */
export function falseFailoverIn(recording: Recording, trial: TrialRecord, window: Interval): FalseFailover | null {
  const { topology } = recording.run;
  const facts = factsOf(recording.run, trial);
  const lateness = facts?.lateness;
  const master = masterBefore(recording, window.fromMs);
  const backup = master === null ? null : expectedSuccessor(topology, master.name);
  const level = trial.level ?? facts?.level?.default;
  if (lateness === undefined || master === null || backup === null || level === undefined) return null;

  const adverts = advertsOfRouters(recording).filter(({ at, value }) => at < window.toMs && value.priority > 0);
  const own = adverts.filter(({ value }) => value.source === master.address).map(({ at }) => at);
  const last = own.findLast((at) => at < window.fromMs);
  if (last === undefined) return null;
  const others = topology.directors.filter(({ name }) => name !== master.name);
  const taken = adverts.filter(
    ({ at, value }) => at >= window.fromMs && others.some(({ address }) => address === value.source),
  );
  const [first] = taken;
  const timing = {
    phaseMs: window.fromMs - last,
    downMs: masterDownIntervalMs(topology.vrrp, backup.priority),
    advertMs: usedAdvertIntervalMs(topology.vrrp),
  };
  const twoArms = hasTwoArms(topology);
  // Both networks must lose the same adverts, which each does by itself.
  const lossShare = (level / 100) ** (twoArms ? 2 : 1);
  const heardMs = own.filter((at) => at >= last && at <= (first?.at ?? window.toMs));
  const silenceMs =
    first === undefined ? longestSilence([...heardMs, window.toMs]) : first.at - (heardMs.at(-1) ?? first.at);
  return {
    lateness,
    level,
    master: master.name,
    successor: others.find(({ address }) => address === first?.value.source)?.name ?? null,
    takeoverMs: first?.at ?? null,
    waitedMs: first === undefined ? null : waited(own, first.at, lateness === 'gap' ? { trial, level } : null, window),
    takeovers: takeoversOf(
      taken.map(({ at }) => at),
      timing.advertMs,
    ),
    phaseMs: timing.phaseMs,
    downMs: timing.downMs,
    ...predictionOf(lateness, level, timing, silenceMs),
    expectedByChance:
      lateness === 'chance'
        ? expectedRuns(Math.floor((window.toMs - window.fromMs) / timing.advertMs), lossShare, timing)
        : null,
    unseen: twoArms && lateness === 'chance',
  };
}

/**
 * From the last of the adverts that can have been heard. Adverts that are dropped at the backup's ingress were on the wire
 * all the same: the first `level` ones after the fault took effect, whenever within its bracket that was.
 */
function waited(
  instantsMs: readonly KernelMs[],
  takeoverMs: KernelMs,
  dropped: { trial: TrialRecord; level: number } | null,
  window: Interval,
): Range | null {
  const before = instantsMs.filter((at) => at <= takeoverMs);
  const lastHeardMs = (effectMs: KernelMs) => {
    const later = before.filter((at) => at > effectMs);
    return later.slice(dropped?.level ?? 0).at(-1) ?? before.findLast((at) => at <= effectMs);
  };
  const earliestMs = lastHeardMs(dropped?.trial.effective?.earliestMs ?? window.fromMs);
  const latestMs = lastHeardMs(dropped?.trial.effective?.latestMs ?? window.fromMs);
  if (earliestMs === undefined || latestMs === undefined) return null;
  const waits = [takeoverMs - earliestMs, takeoverMs - latestMs];
  return { low: smallest(waits), high: largest(waits) };
}

interface Timing {
  phaseMs: number;
  downMs: number;
  advertMs: number;
}

/** A pause counts from the last advert before it, lost and delayed ones from the last one that was not (MEASURING 2.3). */
function predictionOf(
  lateness: Lateness,
  level: number,
  { phaseMs, downMs, advertMs }: Timing,
  silenceMs: number,
): Pick<FalseFailover, 'marginMs' | 'threshold'> {
  switch (lateness) {
    case 'pause':
      return { marginMs: phaseMs + level - downMs, threshold: downMs - phaseMs };
    case 'gap':
      return { marginMs: (level + 1) * advertMs - downMs, threshold: downMs / advertMs - 1 };
    case 'delay':
      return { marginMs: advertMs + level - downMs, threshold: downMs - advertMs };
    case 'chance':
    case 'hunger':
      return { marginMs: silenceMs - downMs, threshold: null };
  }
}

/**
 * Whether a trial bears its prediction out. `widthMs`: of the bracket in which the fault took effect. A silence that was
 * measured is compared with what a timer may do: never fire early, at most 100 ms late (MEASURING 2.4).
 */
export function outcomeOf({ threshold, marginMs, takeoverMs, unseen }: FalseFailover, widthMs: number): Outcome {
  if (unseen && takeoverMs === null && marginMs > 0) return 'unseen';
  const tooClose =
    threshold === null
      ? takeoverMs === null && marginMs > 0 && marginMs <= lateToleranceMs
      : marginMs > -tooCloseMs - widthMs && marginMs < tooCloseMs;
  if (tooClose) return 'too-close';
  const expected = marginMs > (threshold === null && takeoverMs !== null ? -earlyToleranceMs : 0);
  if (expected === (takeoverMs !== null)) return 'as-predicted';
  return expected ? 'missing' : 'without-need';
}

/** The longest time between neighbours, ms. */
function longestSilence(instantsMs: readonly KernelMs[]): number {
  return Math.max(0, largest(instantsMs.slice(1).map((at, index) => at - (instantsMs[index] ?? at))));
}

/** Times that the others began to advertise: one that has been silent for longer than its interval begins anew. */
function takeoversOf(instantsMs: readonly KernelMs[], advertMs: number): number {
  const again = instantsMs.slice(1).filter((at, index) => at - (instantsMs[index] ?? at) > 1.5 * advertMs);
  return instantsMs.length === 0 ? 0 : 1 + again.length;
}

/**
 * Expected number of runs of lost adverts that are long enough for a takeover, among `sent` adverts that are each lost
 * with the same probability: such a run begins at the first one, or after one that came through.
 */
export function expectedRuns(sent: number, lossShare: number, { downMs, advertMs }: Omit<Timing, 'phaseMs'>): number {
  const needed = Math.ceil(downMs / advertMs) - 1;
  if (sent < needed) return 0;
  return lossShare ** needed * (1 + (sent - needed) * (1 - lossShare));
}
