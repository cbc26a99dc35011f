import { type LocalToll, localTollOf } from '../measure/local-toll.ts';
import { untouchedIntervals } from '../measure/predictions.ts';
import { hiccupShare } from '../measure/request-share.ts';
import type { Recording } from '../model.ts';
import type { Finding, JudgedTrial } from './by-fault.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count } from './words.ts';

/**
 * Requests that are lost here and there because the old master, a real server too, goes on forwarding beside its successor:
 * no outage lasts from the first of them to the last, so they are counted (RFC 6414 3.6.2, packet-loss based). Null where
 * nothing of the kind is predicted.
 */
export function localNodeFinding(recording: Recording, { run, trial }: JudgedTrial): Finding | null {
  const toll = localTollOf(recording, trial);
  if (toll === null || trial.effective === null) return null;
  const { requests, lost, late, predictedLost, boundRequests } = toll;
  const { intervalMs } = run.probe;
  const limit = { low: Math.max(0, predictedLost - boundRequests), high: predictedLost + boundRequests };
  const inMs = (number: number) => number * intervalMs;
  const numbers = {
    value: inMs(lost),
    predicted: { low: inMs(predictedLost), high: inMs(predictedLost) },
    limit: { low: inMs(limit.low), high: inMs(limit.high) },
    bound: inMs(boundRequests),
  };
  const text = `${tollWords([toll])} (${toll.why})`;
  if (lost < limit.low || lost > limit.high) {
    const finding: Finding = { verdict: 'fail', text, ...numbers };
    const { effective, healStartedAtMs } = trial;
    return unlessMachineStalled(finding, recording, effective.earliestMs, healStartedAtMs ?? effective.latestMs);
  }
  if (late > untouchedIntervals + hiccupShare * requests) {
    return {
      verdict: 'unknown',
      text: `${text}; ${late} more were answered late, which may be the machine`,
      ...numbers,
    };
  }
  return { verdict: 'pass', text, ...numbers };
}

/** The headline of trials that all passed; null where nothing of the kind was predicted. */
export function localNodeHeadline(recording: Recording, judged: readonly JudgedTrial[]): string | null {
  const tolls = judged.flatMap(({ trial }) => localTollOf(recording, trial) ?? []);
  const [first] = tolls;
  if (first === undefined) return null;
  return `Here and there ${tollWords(tolls)}: ${first.why}; ${count(judged.length, 'trial')}.`;
}

/** `39 of 345 requests were lost, 38 predicted, give or take 6`. */
function tollWords(tolls: readonly LocalToll[]): string {
  const sum = (of: (toll: LocalToll) => number) => Math.round(tolls.reduce((total, toll) => total + of(toll), 0));
  return (
    `${sum(({ lost }) => lost)} of ${count(
      sum(({ requests }) => requests),
      'request',
    )} were lost, ` +
    `${sum(({ predictedLost }) => predictedLost)} predicted, give or take ${sum(({ boundRequests }) => boundRequests)}`
  );
}
