import { type FalseFailover, falseFailoverIn, outcomeOf } from '../measure/false-failover.ts';
import { inLevelUnit } from '../measure/level-words.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Lateness, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial } from './by-fault.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { inSeconds, rangeInSeconds } from './words.ts';

/** What the level of a fault measures that makes adverts late. */
export const latenessNouns: Readonly<Record<Lateness, string>> = {
  pause: 'pause',
  gap: 'loss in a row',
  delay: 'delay',
  chance: 'random loss',
  hunger: 'share',
};

/**
 * Whether a living master whose adverts come late loses its role as its level, or its silence on the wire, predicts; and
 * when it does, whether the backup waited for its master-down interval after the last advert that it heard.
 */
export function lateTakeover(recording: Recording, judged: JudgedTrial): Finding {
  const { trial } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const window = faultWindow(trial);
  const seen = window === null ? null : falseFailoverIn(recording, trial, window);
  if (window === null || seen === null)
    return { verdict: 'unknown', text: 'no advert of a master, or no other director, was there before the fault' };
  if (seen.lateness === 'pause' && seen.takeoverMs === null && window.toMs < window.fromMs + seen.level)
    return { verdict: 'unknown', text: 'healing began before the pause was over' };
  const finding = byOutcome(judged, seen);
  return unlessMachineStalled(finding, recording, window.fromMs - seen.phaseMs, seen.takeoverMs ?? window.toMs);
}

function byOutcome({ trial, facts }: JudgedTrial, seen: FalseFailover): Finding {
  const widthMs = trial.effective === null ? 0 : trial.effective.latestMs - trial.effective.earliestMs;
  const strength = `${latenessNouns[seen.lateness]} of ${inLevelUnit(seen.level, facts.level?.unit ?? '')}`;
  const happened =
    seen.successor === null ? `no takeover from ${seen.master}` : `${seen.successor} took over from ${seen.master}`;
  const told = `${strength}: ${happened}`;
  const silence = `${inSeconds(seen.downMs + seen.marginMs)} of silence, ${inSeconds(seen.downMs)} are waited for`;
  switch (outcomeOf(seen, widthMs)) {
    case 'as-predicted':
      return inTime(seen, told);
    case 'too-close':
      return { verdict: 'unknown', text: `${told}, too close to call (${silence})`, leftOut: true };
    case 'unseen':
      return {
        verdict: 'unknown',
        text: `${told}, and nobody saw whether the other network was as silent (${silence})`,
      };
    case 'missing':
      return { verdict: 'fail', text: `${told}, although one was predicted (${silence})` };
    case 'without-need':
      return { verdict: 'fail', text: `${told}, although none was predicted (${silence})` };
  }
}

function inTime({ waitedMs, downMs, unseen }: FalseFailover, told: string): Finding {
  if (waitedMs === null) return { verdict: 'pass', text: `${told}, as predicted` };
  const limit = { low: downMs - earlyToleranceMs, high: downMs + lateToleranceMs };
  const numbers = {
    value: waitedMs.high,
    predicted: { low: downMs, high: downMs },
    limit,
    bound: captureBoundMs + waitedMs.high - waitedMs.low,
  };
  // The other network's silence may have begun later.
  if (unseen && waitedMs.high >= limit.low)
    return { verdict: 'pass', text: `${told}, as predicted`, ...numbers, limit: null };
  // Where it is open which advert was the last one heard, either may have been.
  const possible = waitedMs.high >= limit.low && waitedMs.low <= limit.high;
  if (possible) return { verdict: 'pass', text: `${told}, as predicted`, ...numbers };
  const text = `${told}, ${rangeInSeconds(waitedMs)} after the last advert that it heard, ${rangeInSeconds(limit)} allowed`;
  return { verdict: 'fail', text, ...numbers };
}
