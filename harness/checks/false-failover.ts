import { type FalseFailover, falseFailoverIn } from '../measure/false-failover.ts';
import { inLevelUnit } from '../measure/level-words.ts';
import { faultWindow } from '../measure/trial.ts';
import type { FaultFacts, Judgement, Measured, Recording } from '../model.ts';
import { hull } from '../stats/hull.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check, JudgeInput } from './check.ts';
import { latenessNouns, lateTakeover } from './late-takeover.ts';
import { capital, count, inSeconds, rangeInSeconds } from './words.ts';

/**
 * At which pause, loss or delay the backup takes over from a living master, against what its master-down interval says
 * (SCENARIOS 11, 12). A takeover is no failure where it was predicted: the threshold is what is told.
 */
export const check: Check = {
  name: 'false-failover',
  summary: 'A late or hungry master loses its role exactly when its silence outlasts the master-down interval.',
  concerns: ({ faults }) => faults.some(({ lateness }) => lateness !== undefined),
  judge: (input) =>
    input.recording.run.faults
      .filter(({ lateness }) => lateness !== undefined)
      .map((facts) => judgeFault(input, facts)),
};

function judgeFault(input: JudgeInput, facts: FaultFacts): Judgement {
  const { recording } = input;
  const unit = facts.level?.unit ?? '';
  const judgement = judgeTrials(facts.name, trialsOf(input, facts), {
    check: 'false-failover',
    unit,
    find: (judged) => find(recording, judged),
    passHeadline: (_, judged) => passHeadline(seenIn(recording, judged), unit),
  });
  const seen = seenIn(recording, trialsOf(input, facts));
  const thresholds = seen.map(({ threshold }) => threshold).filter((one) => one !== null);
  return {
    ...judgement,
    measured: bracketed(seen),
    predicted: hull(thresholds.map((one) => ({ low: one, high: one }))),
  };
}

/** The threshold that the trials enclose: from the largest level without a takeover to the smallest with one. */
function bracketed(seen: readonly FalseFailover[]): Measured | null {
  const { quiet, taken } = extremes(seen);
  if (quiet === null || taken === null) return null;
  const [min, max] = [Math.min(quiet.level, taken.level), Math.max(quiet.level, taken.level)];
  return { median: (min + max) / 2, min, max, trials: seen.length };
}

function extremes(seen: readonly FalseFailover[]): { quiet: FalseFailover | null; taken: FalseFailover | null } {
  const ordered = seen.toSorted((a, b) => a.level - b.level);
  return {
    quiet: ordered.findLast(({ takeoverMs }) => takeoverMs === null) ?? null,
    taken: ordered.find(({ takeoverMs }) => takeoverMs !== null) ?? null,
  };
}

function seenIn(recording: Recording, judged: readonly JudgedTrial[]): FalseFailover[] {
  return judged.flatMap((one) => {
    const window = doubtOf(one) === null ? faultWindow(one.trial) : null;
    const seen = window === null ? null : falseFailoverIn(recording, one.trial, window);
    return seen === null ? [] : [seen];
  });
}

function passHeadline(seen: readonly FalseFailover[], unit: string): string {
  const [first] = seen;
  if (first === undefined) return 'No trial of it was run.';
  const trials = count(seen.length, 'trial');
  const { quiet, taken } = extremes(seen);
  const noun = latenessNouns[first.lateness];
  // Of hunger a larger level is the milder one.
  const [largest, smallest] = first.lateness === 'hunger' ? ['smallest', 'largest'] : ['largest', 'smallest'];
  const without = first.lateness === 'hunger' ? extremesOfHunger(seen).quiet : quiet;
  const withOne = first.lateness === 'hunger' ? extremesOfHunger(seen).taken : taken;
  const parts = [
    without === null
      ? `no ${noun} without failover`
      : `${largest} ${noun} without failover ${inLevelUnit(without.level, unit)}`,
    withOne === null ? 'none with one' : `${smallest} with one ${inLevelUnit(withOne.level, unit)}`,
    prediction(seen, unit),
  ];
  const told = parts.join(', ');
  return `${capital(told)}; ${trials}.`;
}

function extremesOfHunger(seen: readonly FalseFailover[]): ReturnType<typeof extremes> {
  const { quiet, taken } = extremes(seen.map((one) => ({ ...one, level: -one.level })));
  const back = (one: FalseFailover | null) => (one === null ? null : { ...one, level: -one.level });
  return { quiet: back(quiet), taken: back(taken) };
}

function prediction(seen: readonly FalseFailover[], unit: string): string {
  const band = hull(seen.flatMap(({ threshold }) => (threshold === null ? [] : [{ low: threshold, high: threshold }])));
  if (band !== null) {
    if (band.high - band.low < 0.001) return `predicted above ${inLevelUnit(band.low, unit)}`;
    const range = unit === 'ms' ? rangeInSeconds(band) : `${band.low.toFixed(3)} to ${inLevelUnit(band.high, unit)}`;
    return `predicted above ${range}, by the time since the last advert`;
  }
  const downMs = seen[0]?.downMs ?? 0;
  const rule = `each as the silence on the wire predicts (more than ${inSeconds(downMs)})`;
  const chances = seen.flatMap(({ expectedByChance }) => expectedByChance ?? []);
  if (chances.length === 0) return rule;
  const expected = chances.reduce((sum, one) => sum + one, 0);
  const takeovers = seen.reduce((sum, one) => sum + one.takeovers, 0);
  return `${rule}, ${count(takeovers, 'takeover')} in all where chance alone makes ${expected.toFixed(1)}`;
}

/** What is told is the threshold, in the unit of the level; the time that the backup waited decides, and has another. */
function find(recording: Recording, judged: JudgedTrial): Finding {
  const { verdict, text, leftOut } = lateTakeover(recording, judged);
  return { verdict, text, leftOut: leftOut === true };
}
