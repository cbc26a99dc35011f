import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { masterDownIntervalMs } from '../keepalived/timing.ts';
import { holdersAt } from '../measure/holders.ts';
import { undisturbedUntilMs } from '../measure/instants.ts';
import { mastersAt } from '../measure/masters.ts';
import { lateToleranceMs } from '../measure/predictions.ts';
import { settlingIn } from '../measure/settling.ts';
import { splitsBrain } from '../measure/vrrp-faults.ts';
import type { Judgement, KernelMs, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * A split brain ends with the first advert that crosses: one of the two hears that it is not alone, at most an
 * advertisement interval after healing (MEASURING 2.3d: 0.972 s). Where another cluster had taken the virtual router
 * over, the own directors must first miss its adverts.
 */
export const check: Check = {
  name: 'heal-time',
  summary: 'After healing there is one MASTER and one holder of the VIP, an advertisement interval later at most.',
  concerns: ({ faults }) => faults.some(splitsBrain),
  judge: (input) =>
    judgeByFault(concerning(input, splitsBrain), {
      check: 'heal-time',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline,
    }),
};

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: JudgedTrial[]): string {
  const trials = count(judged.length, 'trial');
  if (measured === null || predicted === null || measured.max === 0)
    return `One MASTER and one holder of the VIP all the while, ${trials}.`;
  const told = `One MASTER and one holder of the VIP ${measuredInSeconds(measured)} after healing`;
  return `${told} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, facts, run } = judged;
  const { restored } = trial;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (restored === null) return { verdict: 'unknown', text: 'nothing says when it was healed' };

  const { vrrp, directors } = run.topology;
  const bound = restored.latestMs - restored.earliestMs;
  const takeoverMs = Math.max(...directors.map(({ priority }) => masterDownIntervalMs(vrrp, priority)));
  const predicted = { low: 0, high: facts.foreignCluster === true ? takeoverMs : usedAdvertIntervalMs(vrrp) };
  const limit = { low: 0, high: predicted.high + lateToleranceMs + bound };
  const untilMs = undisturbedUntilMs(recording, trial);
  const settling = settlingIn(recording, { fromMs: restored.earliestMs, toMs: untilMs });
  if (settling === null) return { verdict: 'unknown', text: 'nobody saw adverts, or who holds the VIP, after healing' };
  const wrongUntilMs = Math.max(
    settling.mastersUntilMs ?? restored.earliestMs,
    settling.holdersUntilMs ?? restored.earliestMs,
  );
  const value = wrongUntilMs - restored.earliestMs;
  const numbers = { value, predicted, limit, bound };
  if (wrongUntilMs < untilMs) {
    const what = `one MASTER and one holder of the VIP ${inSeconds(value)} after healing`;
    const text = `${what}, ${rangeInSeconds(predicted)} predicted, ${rangeInSeconds(limit)} allowed`;
    const finding: Finding = { verdict: value <= limit.high ? 'pass' : 'fail', text, ...numbers };
    return unlessMachineStalled(finding, recording, restored.earliestMs, wrongUntilMs);
  }
  const text = `${inSeconds(value)} after healing ${stateAt(recording, untilMs - 1)}`;
  const finding: Finding = { verdict: value > limit.high ? 'fail' : 'unknown', text, ...numbers };
  return unlessMachineStalled(finding, recording, restored.earliestMs, wrongUntilMs);
}

function stateAt(recording: Recording, atMs: KernelMs): string {
  const masters = mastersAt(recording, atMs);
  const holders = holdersAt(recording, atMs) ?? [];
  return `${listed(masters)} sent adverts as MASTER and ${listed(holders)} held the VIP`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(' and ');
}
