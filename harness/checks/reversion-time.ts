import { takesMasterAway } from '../measure/director-return.ts';
import { undisturbedUntilMs } from '../measure/instants.ts';
import { expectsReversion, reversionWatchMs } from '../measure/predictions.ts';
import { type SwitchToll, switchTollIn } from '../measure/reversion.ts';
import type { Judgement, Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { concerning } from './concerning.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * The healed director takes the VIP back when its own timer says so, or not at all where it should not preempt. Clients
 * are predicted to feel nothing of it: the other one forwards until the VIP moves.
 */
export const check: Check = {
  name: 'reversion-time',
  summary: 'The old master becomes MASTER again as predicted, or stays BACKUP where it should.',
  concerns: ({ faults }) => faults.some(takesMasterAway),
  judge: (input) => {
    const { recording } = input;
    return judgeByFault(concerning(input, takesMasterAway), {
      check: 'reversion-time',
      unit: 'ms',
      find: (judged) => find(recording, judged),
      passHeadline: (judgement, judged) => passHeadline(recording, judgement, judged),
    });
  },
};

function passHeadline(
  recording: Recording,
  { measured, predicted }: Omit<Judgement, 'headline'>,
  judged: JudgedTrial[],
): string {
  const trials = count(judged.length, 'trial');
  const disturbed = judged.reduce((sum, one) => sum + one.measurement.reversionImpairedRequests, 0);
  const toll = `${count(disturbed, 'request')} impaired`;
  const atSwitch = judged.flatMap((one) => tollOf(recording, one) ?? []).reduce((sum, one) => sum + one.impaired, 0);
  const where = disturbed === 0 ? '' : `, ${atSwitch === 0 ? 'none' : atSwitch} of them at the switch`;
  if (measured === null || predicted === null)
    return `The old master stayed BACKUP, as predicted, when it was back; ${toll}, ${trials}.`;
  const back = `The old master was back ${measuredInSeconds(measured)} after it was healed`;
  return `${back} (${rangeInSeconds(predicted)} predicted), ${toll}${where}, ${trials}.`;
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
  const text = `${target} was back ${inSeconds(value)} after it was healed, ${rangeInSeconds(predicted)} predicted, ${toll}`;
  const bound = trial.restored.latestMs - trial.restored.earliestMs;
  const numbers = { value, predicted, limit: predicted, bound };
  if (value < predicted.low || value > predicted.high) return { verdict: 'fail', text, ...numbers };
  return { ...ofToll(tollOf(recording, judged), text), ...numbers };
}

/** Null where there was no switch back. */
function tollOf(recording: Recording, { trial, measurement }: JudgedTrial): SwitchToll | null {
  if (trial.restored === null || measurement.reversionDelayMs === null) return null;
  return switchTollIn(recording, trial, trial.restored.earliestMs + measurement.reversionDelayMs);
}

/** Requests that are lost are the switch's doing; late answers may be the machine's. */
function ofToll(toll: SwitchToll | null, text: string): Pick<Finding, 'verdict' | 'text'> {
  if (toll === null || toll.impaired <= toll.allowed) return { verdict: 'pass', text };
  const told =
    `${text}: ${toll.impaired} of ${count(toll.requests, 'request')} around the switch were impaired, ${toll.lost} lost, ` +
    `none predicted, ${toll.allowed} allowed`;
  return { verdict: toll.lost > toll.allowed ? 'fail' : 'unknown', text: told };
}

function because(error: string | undefined): string {
  return error === undefined ? '' : `: ${error}`;
}
