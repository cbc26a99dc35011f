import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { faultWindow } from '../measure/trial.ts';
import { usurpationIn } from '../measure/usurpation.ts';
import { splitsBrain } from '../measure/vrrp-faults.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { intrusionFinding } from './collision.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * Who takes over when adverts are lost on their way, and when: the director that hears none any more, its master-down
 * interval after the last one it heard (MEASURING 2.3d), and nobody where one of three still comes through.
 */
export const check: Check = {
  name: 'usurpation-time',
  summary: 'A director that no longer hears the master takes over when its timer says so, and no other does.',
  concerns: ({ faults }) => faults.some(splitsBrain),
  judge: (input) =>
    judgeByFault(concerning(input, splitsBrain), {
      check: 'usurpation-time',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline: (judgement, judged) => passHeadline(input.recording, judgement, judged),
    }),
};

function passHeadline(
  recording: Recording,
  { measured, predicted }: Omit<Judgement, 'headline'>,
  judged: JudgedTrial[],
): string {
  const trials = count(judged.length, 'trial');
  if (judged[0]?.facts.foreignCluster === true) {
    if (measured === null || predicted === null) return `No other cluster took over, as predicted, ${trials}.`;
    const told = `Another cluster’s director was MASTER ${measuredInSeconds(measured)} after it was started`;
    return `${told} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
  }
  if (measured === null || predicted === null)
    return `Nobody took over from the living master, as predicted, ${trials}.`;
  const [first] = judged;
  const window = first === undefined ? null : faultWindow(first.trial);
  const seen = first === undefined || window === null ? null : usurpationIn(recording, first.trial, window);
  const since = seen?.counts === 'reload' ? 'its reload' : 'the last advert it heard';
  const told = `${seen?.usurper ?? 'The backup'} took over ${measuredInSeconds(measured)} after ${since}`;
  return `${told} (${rangeInSeconds(predicted)} predicted), while ${seen?.master?.name ?? 'the master'} lived on; ${trials}.`;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const finding = byTimer(recording, judged);
  const window = faultWindow(judged.trial);
  if (window === null) return finding;
  const seen = usurpationIn(recording, judged.trial, window);
  const fromMs = seen?.since?.earliestMs ?? window.fromMs;
  return unlessMachineStalled(finding, recording, fromMs, seen?.firstAdvertMs ?? window.toMs);
}

function byTimer(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, facts } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const window = faultWindow(trial);
  if (facts.foreignCluster === true && window !== null) return intrusionFinding(recording, trial, window);
  const seen = window === null ? null : usurpationIn(recording, trial, window);
  if (window === null || seen === null || seen.master === null)
    return { verdict: 'unknown', text: 'no advert of a master was recorded before the fault' };

  const { expected, usurper, afterMs: value, predictedMs: predicted, since, master } = seen;
  if (expected === null) {
    return usurper === null
      ? { verdict: 'pass', text: `nobody took over from ${master.name}` }
      : { verdict: 'fail', text: `${usurper} took over although it still heard ${master.name}`, value };
  }
  if (predicted === null || since === null)
    return { verdict: 'unknown', text: `no advert was recorded that ${expected.name} can have heard last` };
  const limit = { low: predicted.low - earlyToleranceMs, high: predicted.high + lateToleranceMs };
  const from = seen.counts === 'reload' ? 'its reload' : 'the last advert it heard';
  const band = `${rangeInSeconds(predicted)} predicted, ${rangeInSeconds(limit)} allowed`;
  if (usurper === null || value === null) {
    if (window.toMs < since.earliestMs + limit.high)
      return { verdict: 'unknown', text: `healing began before ${expected.name} could take over`, predicted, limit };
    const text = `${expected.name} did not take over although it no longer heard ${master.name}, ${band}`;
    return { verdict: 'fail', text, predicted, limit };
  }
  const told = `${usurper} took over ${inSeconds(value)} after ${from}, ${band}`;
  const bound = captureBoundMs + since.latestMs - since.earliestMs;
  if (usurper !== expected.name)
    return { verdict: 'fail', text: `${told}; it should have been ${expected.name}`, value, predicted, limit, bound };
  const inside = value >= limit.low && value <= limit.high;
  return { verdict: inside ? 'pass' : 'fail', text: told, value, predicted, limit, bound };
}
