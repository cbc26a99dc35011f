import { expectsReversion } from '../measure/predictions.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** The healed director takes the VIP back when its own timer says so, or not at all without preemption. */
export const check: Check = {
  name: 'reversion-time',
  summary: 'The old master becomes MASTER again as predicted, or stays BACKUP where it should.',
  judge: (input) =>
    judgeByFault(input, {
      check: 'reversion-time',
      unit: 'ms',
      find,
      passHeadline: ({ measured, predicted }, judged) => {
        const trials = count(judged.length, 'trial');
        if (measured === null || predicted === null) return `The old master did not take the VIP back, ${trials}.`;
        const disturbed = judged.reduce((sum, one) => sum + one.measurement.reversionImpairedRequests, 0);
        const back = `The old master was back ${measuredInSeconds(measured)} after it was healed`;
        return `${back} (${rangeInSeconds(predicted)} predicted), ${count(disturbed, 'request')} impaired, ${trials}.`;
      },
    }),
};

function find(judged: JudgedTrial): Finding {
  const { measurement, run, facts, trial } = judged;
  const { reversionDelayMs: value, predictedReversionMs: predicted, target } = measurement;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (trial.restored === null) return { verdict: 'unknown', text: `${target} was not healed${because(trial.error)}` };
  if (measurement.successor === null) return { verdict: 'unknown', text: 'nobody had taken over' };

  const director = run.topology.directors.find((one) => one.name === target);
  const expected = director !== undefined && expectsReversion(run.topology, facts, director);
  if (!expected) {
    return value === null
      ? { verdict: 'pass', text: `${target} stayed BACKUP` }
      : { verdict: 'fail', text: `${target} took the VIP back although it should not have`, value };
  }
  if (predicted === null) return { verdict: 'unknown', text: 'there is nothing to predict the return from' };
  if (value === null) {
    const text = `${target} did not become MASTER again, ${rangeInSeconds(predicted)} predicted`;
    return { verdict: 'fail', text, predicted, limit: predicted };
  }
  return {
    verdict: value >= predicted.low && value <= predicted.high ? 'pass' : 'fail',
    text: `${target} was back ${inSeconds(value)} after it was healed, ${rangeInSeconds(predicted)} predicted`,
    value,
    predicted,
    limit: predicted,
    bound: trial.restored.latestMs - trial.restored.earliestMs,
  };
}

function because(error: string | undefined): string {
  return error === undefined ? '' : `: ${error}`;
}
