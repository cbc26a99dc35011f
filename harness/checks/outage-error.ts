import { madeOutage, makesOutages } from '../measure/calibration/known-outages.ts';
import { outageErrors } from '../measure/calibration/outage-errors.ts';
import {
  edgesLimitMs,
  errorLimitMs,
  isExplainedByLateness,
  medianLimitMs,
} from '../measure/calibration/outage-limits.ts';
import { withoutStrays } from '../measure/calibration/strays.ts';
import { inLevelUnit } from '../measure/level-words.ts';
import { isProberTooLate } from '../measure/prober-limits.ts';
import type { CalibratedError, Judgement, Run } from '../model.ts';
import { median } from '../stats/quantiles.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { JudgeInput } from './check.ts';
import { count, inMs } from './words.ts';

/** Whether a run has such a fault. */
export function concernsOutages({ faults }: Run): boolean {
  return faults.some(makesOutages);
}

/** One judgement for each length of outage: how far a method was from the true one. */
export function judgeOutageErrors(
  input: JudgeInput,
  { check, method }: { check: string; method: CalibratedError['method'] },
): Judgement[] {
  const { run } = input.recording;
  return run.faults.filter(makesOutages).flatMap((facts) => {
    const judged = trialsOf(input, facts);
    const levelOf = ({ trial }: JudgedTrial) => trial.level ?? facts.level?.default ?? 0;
    const levels = [...new Set(judged.map(levelOf))].sort((a, b) => a - b);
    const subjects = levels.map((level) => ({
      subject: `${facts.name} ${inLevelUnit(level, facts.level?.unit ?? '')}`,
      trials: judged.filter((one) => levelOf(one) === level),
    }));
    // Without a trial there is no length to tell: the fault itself is what nothing is known of.
    return (subjects.length === 0 ? [{ subject: facts.name, trials: [] }] : subjects).map(({ subject, trials }) =>
      withMedian(
        input,
        trials,
        method,
        judgeTrials(subject, trials, {
          check,
          unit: 'ms',
          find: (one) => find(input, one, method),
          passHeadline: ({ measured, bound }, kept) => {
            const seen = kept.filter(({ measurement }) => measurement.impairedRequests > 0).length;
            const middle = `${inMs(measured?.median ?? 0)} off at the median (${inMs(measured?.min ?? 0)} to ${inMs(measured?.max ?? 0)})`;
            const known = `true length known to ${inMs(bound ?? 0)}`;
            return `${middle}, ${known}; seen in ${seen} of ${count(kept.length, 'trial')}.`;
          },
        }),
      ),
    );
  });
}

function find(input: JudgeInput, judged: JudgedTrial, method: CalibratedError['method']): Finding {
  const { run, trial, measurement } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const made = madeOutage(run, trial);
  if (made === null) return { verdict: 'unknown', text: 'nobody saw when the outage ended' };
  if (measurement.requests === 0) return { verdict: 'unknown', text: 'no request was recorded while it lasted' };
  if (isProberTooLate(measurement.worstLatenessMs, run.probe)) {
    const text = `requests were sent up to ${inMs(measurement.worstLatenessMs)} after they were due`;
    return { verdict: 'unknown', text, leftOut: true };
  }
  const [error] = outageErrors({ ...input.recording, run: { ...run, trials: [trial] } }, [measurement]);
  if (error === undefined) {
    const cut = 'no good request was recorded before it, or none after it';
    return { verdict: measurement.impairedRequests > 0 ? 'fail' : 'unknown', text: cut };
  }
  const { knownToMs, latenessMs } = error;
  if (knownToMs > edgesLimitMs(run.probe)) {
    const text = `its true length is known to ${inMs(knownToMs)} only, ${inMs(edgesLimitMs(run.probe))} allowed`;
    return { verdict: 'unknown', text, leftOut: true };
  }
  const allowedMs = made.outageMs === 0 ? 0 : errorLimitMs(run.probe) + knownToMs;
  const value = error.errorMs[method];
  const numbers = {
    value,
    predicted: { low: 0, high: 0 },
    limit: { low: -allowedMs, high: allowedMs },
    bound: knownToMs,
  };
  const text = `${inMs(made.trueMs + value)} measured of ${inMs(made.trueMs)}, known to ${inMs(knownToMs)}: ${inMs(value)} off, ${inMs(allowedMs)} allowed`;
  if (Math.abs(value) <= allowedMs) return { verdict: 'pass', text, ...numbers };
  if (made.outageMs > 0 && isExplainedByLateness(error, method, run.probe)) {
    const late = `${text}; but requests were sent up to ${inMs(latenessMs)} after they were due, and the error bound says so`;
    return { verdict: 'unknown', text: late, leftOut: true, ...numbers };
  }
  const { strays, error: alone } = withoutStrays(input.recording, trial);
  if (strays > 0 && alone !== null && Math.abs(alone.errorMs[method]) <= allowedMs) {
    const late = count(strays, 'request');
    const stray = `${text}; but ${late} that it cannot have delayed got late answers, and without them it is ${inMs(alone.errorMs[method])} off`;
    return { verdict: 'unknown', text: stray, leftOut: true, ...numbers };
  }
  return { verdict: 'fail', text, ...numbers };
}

/** Each trial may be off by two intervals; that half of them are off by nearly as much is one thing more to ask. */
function withMedian(
  { recording, measurements }: JudgeInput,
  judged: readonly JudgedTrial[],
  method: CalibratedError['method'],
  judgement: Judgement,
): Judgement {
  const run = { ...recording.run, trials: judged.map(({ trial }) => trial) };
  const off = outageErrors({ ...recording, run }, measurements).map(({ errorMs }) => Math.abs(errorMs[method]));
  const middle = median(off) ?? 0;
  const limit = medianLimitMs(run.probe);
  if (judgement.verdict !== 'pass' || middle <= limit) return judgement;
  return {
    ...judgement,
    verdict: 'fail',
    headline: `Half of the trials are off by ${inMs(middle)} or more, ${inMs(limit)} allowed.`,
  };
}
