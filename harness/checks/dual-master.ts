import { dualMasterMs } from '../measure/masters.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { faultWindow } from '../measure/trial.ts';
import { predictDualMasterMs, usurpationIn } from '../measure/usurpation.ts';
import { splitsBrain } from '../measure/vrrp-faults.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { collisionFinding } from './collision.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { judgeSteadyMasters } from './steady-masters.ts';
import { capital, count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * Two MASTERs at once: never while nothing is wrong, and under a fault of VRRP's path from the usurper's takeover until
 * healing begins (MEASURING 2.3d). A director counts as MASTER by its adverts on the wire, heard or not.
 */
export const check: Check = {
  name: 'dual-master',
  summary: 'Two directors are MASTER at once for as long as the fault predicts, and never without one.',
  judge: (input) => {
    const { recording } = input;
    const underFaults = judgeByFault(concerning(input, splitsBrain), {
      check: 'dual-master',
      unit: 'ms',
      find: (judged) => find(recording, judged),
      passHeadline: (judgement, judged) => passHeadline(recording, judgement, judged),
    });
    return [judgeSteadyMasters(recording), ...underFaults];
  },
};

function passHeadline(
  recording: Recording,
  { measured, predicted }: Omit<Judgement, 'headline'>,
  judged: JudgedTrial[],
): string {
  const [first] = judged;
  const trials = count(judged.length, 'trial');
  if (first?.facts.foreignCluster === true) {
    const told = find(recording, first).text;
    return `${capital(told)}; ${trials}.`;
  }
  if (measured === null || measured.max === 0) return `Never two MASTERs, as predicted, ${trials}.`;
  const band = predicted === null ? '' : ` (${rangeInSeconds(predicted)} predicted)`;
  return `Two MASTERs for ${measuredInSeconds(measured)} until healing began${band}, ${trials}.`;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const finding = byTimer(recording, judged);
  const window = faultWindow(judged.trial);
  if (window === null) return finding;
  const sinceMs = usurpationIn(recording, judged.trial, window)?.since?.earliestMs ?? window.fromMs;
  return unlessMachineStalled(finding, recording, sinceMs, window.toMs);
}

function byTimer(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, facts } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const window = faultWindow(trial);
  if (window === null) return { verdict: 'unknown', text: 'the fault has no window' };
  if (facts.foreignCluster === true) return collisionFinding(recording, trial, window);

  const seen = usurpationIn(recording, trial, window);
  if (seen === null || seen.master === null)
    return { verdict: 'unknown', text: 'no advert of a master was recorded before the fault' };
  const value = dualMasterMs(recording, window);
  const { since, expected } = seen;
  const predicted = predictDualMasterMs(seen, window);
  if (predicted === null)
    return { verdict: 'unknown', text: 'no advert was recorded that the usurper can have heard last' };
  if (expected !== null && predicted.high === 0)
    return { verdict: 'unknown', text: `healing began before ${expected.name} could take over`, value };
  const high = predicted.high === 0 ? 0 : predicted.high + earlyToleranceMs;
  const limit = { low: Math.max(0, predicted.low - lateToleranceMs), high };
  const inside = value >= limit.low && value <= limit.high;
  return {
    verdict: inside ? 'pass' : 'fail',
    text:
      `two directors were MASTER for ${inSeconds(value)} until healing began, ${rangeInSeconds(predicted)} predicted, ` +
      `${rangeInSeconds(limit)} allowed`,
    value,
    predicted,
    limit,
    bound: captureBoundMs + (since === null ? 0 : since.latestMs - since.earliestMs),
  };
}
