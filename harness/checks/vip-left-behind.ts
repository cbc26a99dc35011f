import { type Departure, endsKeepalived, leftBehind } from '../measure/left-behind.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * A complaint this tool was made for: a VIP that would not go away after the service was stopped. A director whose
 * keepalived has ended gives the VIP up, or cannot, just as is known of it (harness/measure/left-behind.ts); that it stays
 * after SIGKILL is no failure of the cluster, but an operator has to know for how long, and until when.
 */
export const check: Check = {
  name: 'vip-left-behind',
  summary: 'A director whose keepalived has ended holds the VIP no longer than is known of that way to end.',
  concerns: ({ faults }) => faults.some(endsKeepalived),
  judge: (input) =>
    judgeByFault(concerning(input, endsKeepalived), {
      check: 'vip-left-behind',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline: (judgement, judged) => passHeadline(input.recording, judgement, judged),
    }),
};

function find(recording: Recording, judged: JudgedTrial): Finding {
  const finding = byKnowledge(recording, judged);
  const fromMs = judged.trial.effective?.earliestMs ?? null;
  if (fromMs === null) return finding;
  return unlessMachineStalled(finding, recording, fromMs, fromMs + (finding.value ?? finding.limit?.high ?? 0));
}

function byKnowledge(recording: Recording, judged: JudgedTrial): Finding {
  const { facts, trial } = judged;
  const { target } = trial;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const left = leftBehind(recording, facts, trial);
  if (left === null) return { verdict: 'unknown', text: `nobody saw ${target} hold the VIP and lose it` };
  const { heldMs, departure, predicted, boundMs: bound } = left;
  const limit = { low: Math.max(0, predicted.low - bound), high: predicted.high + bound };
  const since = sinceWords[departure];
  if (heldMs === null) {
    if (left.watchedMs <= limit.high) {
      return {
        verdict: 'unknown',
        text: `${target} still held the VIP when the recording of the trial ended`,
        predicted,
      };
    }
    const text = `the VIP never left ${target} ${since}, although keepalived takes it away ${leavingWords[departure]}`;
    return { verdict: 'fail', text, predicted, limit, bound };
  }
  const numbers = { value: heldMs, predicted, limit, bound };
  if (heldMs >= limit.low && heldMs <= limit.high) return { verdict: 'pass', text: 'as known', ...numbers };
  if (departure === 'gone-with-node') {
    const text = `${target} held the VIP for ${inSeconds(heldMs)} after it was started again, before it was MASTER`;
    return { verdict: 'fail', text, ...numbers };
  }
  const text = `the VIP stayed on ${target} for ${inSeconds(heldMs)} ${since}, ${rangeInSeconds(predicted)} predicted`;
  return { verdict: 'fail', text: `${text}${dualWords(left.dualMs)}`, ...numbers };
}

const sinceWords: Record<Departure, string> = {
  'given-up': 'after its keepalived was stopped or lost its link',
  orphaned: 'after kill -9',
  'gone-with-node': 'after its node was started again',
};

const leavingWords: Record<Departure, string> = {
  'given-up': 'within a second',
  orphaned: 'within a second of its start',
  'gone-with-node': 'with the node',
};

function passHeadline(recording: Recording, { measured }: Omit<Judgement, 'headline'>, judged: JudgedTrial[]): string {
  const all = judged.flatMap(({ facts, trial }) => leftBehind(recording, facts, trial) ?? []);
  const targets = [...new Set(judged.map(({ trial }) => trial.target))].join(' and ');
  const trials = count(judged.length, 'trial');
  const departure = all[0]?.departure ?? 'given-up';
  const dual = dualWords(Math.max(0, ...all.map(({ dualMs }) => dualMs)));
  const held = measured === null ? '' : measuredInSeconds(measured);
  if (departure === 'gone-with-node')
    return `${targets} came back without the VIP and had it again only as MASTER, ${trials}.`;
  if (departure === 'given-up')
    return `The VIP was gone from ${targets} ${held} ${sinceWords[departure]}${dual}, ${trials}.`;
  return `After kill -9 the VIP stayed on ${targets} for ${held}, until keepalived was started there again${dual}, ${trials}.`;
}

function dualWords(dualMs: number): string {
  return dualMs === 0 ? '' : `; two directors answered for it for up to ${inSeconds(dualMs)}`;
}
