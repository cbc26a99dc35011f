import { foreignRouters } from '../measure/foreign-masters.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { faultWindow } from '../measure/trial.ts';
import type { Recording } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { clash } from './collision.ts';
import { lateTakeover } from './late-takeover.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * keepalived's timers are exact to about a millisecond, so the takeover is held to the prediction
 * (MEASURING 2.4: never more than 5 ms early, at most 100 ms late). Whether one is due at all where adverts only come late
 * depends on how late they come.
 */
export const check: Check = {
  name: 'detection-time',
  summary: 'The backup takes over exactly when VRRP says: after the master-down interval, or the skew time.',
  judge: (input) =>
    judgeByFault(input, {
      check: 'detection-time',
      unit: 'ms',
      find: (judged) => find(input.recording, judged),
      passHeadline: ({ measured, predicted }, judged) => {
        const trials = count(judged.length, 'trial');
        if (measured === null || predicted === null) return `Nobody took over, as predicted, ${trials}.`;
        const since = judged[0]?.facts.detection === 'graceful' ? 'advert of priority 0' : 'last advert';
        const told = `${measuredInSeconds(measured)} after the ${since}`;
        return `Backup took over ${told} (${rangeInSeconds(predicted)} predicted), ${trials}.`;
      },
    }),
};

function find(recording: Recording, judged: JudgedTrial): Finding {
  if (judged.facts.lateness !== undefined) return lateTakeover(recording, judged);
  const finding = byTimer(recording, judged);
  const { lastAdvertOldMs, firstAdvertNewMs } = judged.measurement;
  const fromMs = lastAdvertOldMs ?? judged.trial.effective?.earliestMs ?? Number.NEGATIVE_INFINITY;
  const dueMs = fromMs + (finding.limit?.high ?? 0);
  return unlessMachineStalled(finding, recording, fromMs, Math.max(dueMs, firstAdvertNewMs ?? dueMs));
}

function byTimer(recording: Recording, judged: JudgedTrial): Finding {
  const { measurement, facts } = judged;
  const { successor, detectionMs, predictedDetectionMs, lastAdvertOldMs } = measurement;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (lastAdvertOldMs === null) return { verdict: 'unknown', text: `no advert of ${measurement.target} was recorded` };
  if (facts.detection === 'none') {
    return successor === null
      ? { verdict: 'pass', text: 'nobody took over' }
      : { verdict: 'fail', text: `${successor} took over although nobody should have` };
  }
  if (predictedDetectionMs === null) {
    const alone = judged.run.topology.directors.length < 2;
    const text = alone
      ? 'no other director could have taken over'
      : 'nothing was recorded to predict the takeover from';
    return { verdict: 'unknown', text };
  }

  const predicted = { low: predictedDetectionMs, high: predictedDetectionMs };
  const limit = { low: predicted.low - earlyToleranceMs, high: predicted.high + lateToleranceMs };
  if (successor === null || detectionMs === null) {
    const expected = `${inSeconds(predictedDetectionMs)} after the last advert was predicted`;
    const text = `nobody took over from ${measurement.target}; ${expected}${intruder(recording, judged)}`;
    return { verdict: 'fail', text, predicted, limit };
  }
  const inside = detectionMs >= limit.low && detectionMs <= limit.high;
  return {
    verdict: inside ? 'pass' : 'fail',
    text:
      `${successor} took over ${inSeconds(detectionMs)} after the last advert, ` +
      `${inSeconds(predictedDetectionMs)} predicted, ${rangeInSeconds(limit)} allowed`,
    value: detectionMs,
    predicted,
    limit,
    bound: captureBoundMs,
  };
}

/** Another cluster's MASTER, where there is one: keepalived waits for as long as it hears it. */
function intruder(recording: Recording, { run, trial }: JudgedTrial): string {
  const window = faultWindow(trial);
  const routers = window === null ? [] : foreignRouters(recording, window);
  return routers.length === 0 ? '' : `: ${clash(run, routers)}`;
}
