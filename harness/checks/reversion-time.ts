import { undisturbedUntilMs } from '../measure/instants.ts';
import { expectsReversion, reversionWatchMs } from '../measure/predictions.ts';
import { leavesMasterAlive } from '../measure/vrrp-faults.ts';
import type { FaultFacts, Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check } from './check.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** The healed director takes the VIP back when its own timer says so, or not at all where it should not preempt. */
export const check: Check = {
  name: 'reversion-time',
  summary: 'The old master becomes MASTER again as predicted, or stays BACKUP where it should.',
  concerns: ({ faults }) => faults.some(takesMasterAway),
  judge: (input) =>
    input.recording.run.faults.filter(takesMasterAway).map((facts) =>
      judgeTrials(facts.name, trialsOf(input, facts), {
        check: 'reversion-time',
        unit: 'ms',
        find: (judged) => find(input.recording, judged),
        passHeadline,
      }),
    ),
};

/** Whether there is an old master that could come back. */
function takesMasterAway(facts: FaultFacts): boolean {
  return facts.aim === 'master' && !leavesMasterAlive(facts);
}

function passHeadline({ measured, predicted }: Omit<Judgement, 'headline'>, judged: JudgedTrial[]): string {
  const trials = count(judged.length, 'trial');
  const disturbed = judged.reduce((sum, one) => sum + one.measurement.reversionImpairedRequests, 0);
  const toll = `${count(disturbed, 'request')} impaired`;
  if (measured === null || predicted === null)
    return `The old master stayed BACKUP, as predicted, when it was back; ${toll}, ${trials}.`;
  const back = `The old master was back ${measuredInSeconds(measured)} after it was healed`;
  return `${back} (${rangeInSeconds(predicted)} predicted), ${toll}, ${trials}.`;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const finding = byTimer(recording, judged);
  const { reversionDelayMs, predictedReversionMs } = judged.measurement;
  const fromMs = judged.trial.restored?.earliestMs ?? null;
  if (fromMs === null) return finding;
  return unlessMachineStalled(
    finding,
    recording,
    fromMs,
    fromMs + (reversionDelayMs ?? predictedReversionMs?.high ?? 0),
  );
}

function byTimer(recording: Recording, judged: JudgedTrial): Finding {
  const { measurement, run, facts, trial } = judged;
  const { reversionDelayMs: value, predictedReversionMs: predicted, target } = measurement;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (trial.restored === null) return { verdict: 'unknown', text: `${target} was not healed${because(trial.error)}` };
  if (measurement.successor === null) return { verdict: 'unknown', text: 'nobody had taken over' };

  const toll = `${count(measurement.reversionImpairedRequests, 'request')} impaired`;
  const director = run.topology.directors.find((one) => one.name === target);
  if (director === undefined) return { verdict: 'unknown', text: `${target} is no director` };
  if (!expectsReversion(run.topology, facts, director)) {
    if (value !== null)
      return { verdict: 'fail', text: `${target} took the VIP back although it should not have, ${toll}`, value };
    const watchedMs = undisturbedUntilMs(recording, trial) - trial.restored.latestMs;
    const neededMs = reversionWatchMs(run.topology, facts, director);
    if (watchedMs >= neededMs) return { verdict: 'pass', text: `${target} stayed BACKUP, ${toll}` };
    const watched = `it was watched for ${inSeconds(Math.max(0, watchedMs))} only`;
    return {
      verdict: 'unknown',
      text: `${target} had not come back, but ${watched}, ${inSeconds(neededMs)} are needed`,
    };
  }
  if (predicted === null) return { verdict: 'unknown', text: 'there is nothing to predict the return from' };
  if (value === null) {
    const text = `${target} did not become MASTER again, ${rangeInSeconds(predicted)} predicted`;
    return { verdict: 'fail', text, predicted, limit: predicted };
  }
  return {
    verdict: value >= predicted.low && value <= predicted.high ? 'pass' : 'fail',
    text: `${target} was back ${inSeconds(value)} after it was healed, ${rangeInSeconds(predicted)} predicted, ${toll}`,
    value,
    predicted,
    limit: predicted,
    bound: trial.restored.latestMs - trial.restored.earliestMs,
  };
}

function because(error: string | undefined): string {
  return error === undefined ? '' : `: ${error}`;
}
