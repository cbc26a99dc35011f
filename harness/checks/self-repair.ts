import { earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { predictRepairMs, selfRepairOf } from '../measure/self-repair.ts';
import type { FaultFacts } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** Whether keepalived puts right what somebody deleted behind its back (SCENARIOS 18 and 33), and when. */
export const check: Check = {
  name: 'self-repair',
  summary: 'What is deleted behind keepalived’s back comes back by itself when predicted, or not at all.',
  concerns: ({ faults }) => faults.some(({ repair }) => repair !== undefined),
  judge: (input) => {
    const asked = concerning(input, (facts: FaultFacts) => facts.repair !== undefined);
    return judgeByFault(asked, {
      check: 'self-repair',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline: ({ measured, predicted }, judged) => {
        const trials = count(judged.length, 'trial');
        const [first] = judged;
        if (first === undefined) return `${trials}.`;
        if (measured === null || predicted === null) return `${find(input.recording, first).text}; ${trials}.`;
        return `keepalived put it right by itself after ${measuredInSeconds(measured)} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
      },
    });
  },
};

/** A table is read ten times a second, and a VIP is announced some milliseconds after the advert, ms. */
const seenLateMs = 100;

/** "It does not come back" needs to have been watched for so long, ms: several delay loops of ordinary checkers. */
const leastWatchMs = 3000;

type Recording = Parameters<typeof selfRepairOf>[0];

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, facts } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const repair = selfRepairOf(recording, trial);
  if (repair === null) return { verdict: 'unknown', text: 'nobody watched the VIP and the tables' };
  const { missing, afterMs, watchedMs } = repair;
  if (missing === null) return { verdict: 'unknown', text: 'nothing was seen to be missing' };
  const predicted = predictRepairMs(recording, facts, trial);
  const watched = `in the ${inSeconds(watchedMs)} until it was healed`;
  if (predicted === null) {
    if (afterMs !== null) {
      return { verdict: 'fail', text: `${missing}, and was whole again after ${inSeconds(afterMs)}, never predicted` };
    }
    if (watchedMs < leastWatchMs)
      return { verdict: 'unknown', text: `${missing}, but was watched for ${inSeconds(watchedMs)} only` };
    return { verdict: 'pass', text: `keepalived does not notice: ${missing} ${watched}` };
  }
  const limit = {
    low: Math.max(0, predicted.low - earlyToleranceMs),
    high: predicted.high + lateToleranceMs + seenLateMs,
  };
  const band = `${rangeInSeconds(predicted)} predicted`;
  if (afterMs === null) {
    return {
      verdict: 'fail',
      text: `${missing} ${watched}; by itself it was to be whole again (${band})`,
      predicted,
      limit,
    };
  }
  const finding: Finding = {
    verdict: afterMs >= limit.low && afterMs <= limit.high ? 'pass' : 'fail',
    text: `${missing}, and was whole again after ${inSeconds(afterMs)}, ${band}`,
    value: afterMs,
    predicted,
    limit,
    bound: seenLateMs,
  };
  const struckMs = trial.effective?.latestMs ?? 0;
  return unlessMachineStalled(finding, recording, struckMs, struckMs + afterMs);
}
