import { skewTimeMs } from '../keepalived/timing.ts';
import type { FaultFacts, KernelMs, Range, Recording, TrialRecord } from '../model.ts';
import { holdersAt } from './holders.ts';
import { compareTables } from './table-state.ts';
import { faultWindow } from './trial.ts';

/** What became of something that was deleted behind keepalived's back. */
export interface SelfRepair {
  /** What was seen to be missing, in words; null: nothing ever was. */
  missing: string | null;
  /** From the deletion until a director held the VIPs with a whole table again, ms; null: not before healing began. */
  afterMs: number | null;
  /** How long it was watched, ms. */
  watchedMs: number;
}

/** Null when the trial has no window, or nobody watched who holds the VIP. */
export function selfRepairOf(recording: Recording, trial: TrialRecord): SelfRepair | null {
  const window = faultWindow(trial);
  const struckMs = trial.effective?.latestMs;
  if (window === null || struckMs === undefined || holdersAt(recording, window.fromMs) === null) return null;
  let missing: string | null = null;
  for (const atMs of changesIn(recording, window.fromMs, window.toMs)) {
    const lacking = lackingAt(recording, atMs);
    missing ??= lacking;
    if (missing !== null && lacking === null) {
      return { missing, afterMs: Math.max(0, atMs - struckMs), watchedMs: window.toMs - struckMs };
    }
  }
  return { missing, afterMs: null, watchedMs: window.toMs - struckMs };
}

/** When keepalived is to have put it right, ms after the deletion; null: never (`repair` of the fault's facts). */
export function predictRepairMs(recording: Recording, { repair }: FaultFacts, trial: TrialRecord): Range | null {
  const { directors, vrrp } = recording.run.topology;
  const priority = directors.find(({ name }) => name === trial.target)?.priority;
  if (repair !== 'after-skew' || priority === undefined) return null;
  const skewMs = skewTimeMs(vrrp, priority);
  return { low: skewMs, high: skewMs };
}

/** Every instant at which something of VIPs or tables was seen to change. */
function changesIn(recording: Recording, fromMs: KernelMs, toMs: KernelMs): KernelMs[] {
  const seen = [...recording.series('vip-holder'), ...recording.series('destination')].map(({ at }) => at);
  return [...new Set(seen)].filter((at) => at >= fromMs && at < toMs).sort((a, b) => a - b);
}

/** What clients lack at that instant, in words; null: some director holds the VIPs, and its table is as configured. */
function lackingAt(recording: Recording, atMs: KernelMs): string | null {
  const holders = holdersAt(recording, atMs) ?? [];
  if (holders.length === 0) return 'the VIP was on no director';
  const { mismatches } = compareTables(recording, atMs);
  const [first] = mismatches;
  return first === undefined ? null : `${first.director} lacked ${first.service}`;
}
