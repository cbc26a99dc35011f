import { localServerOf } from '../local-node.ts';
import { hostRemovalMs } from '../measure/host-removal.ts';
import { lateWithoutFaultMs } from '../measure/late-without-fault.ts';
import { untouchedIntervals } from '../measure/predictions.ts';
import { isProberTooLate } from '../measure/prober-limits.ts';
import { hiccupShare } from '../measure/request-share.ts';
import type { Judgement, Range, Recording, Run } from '../model.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeByFault } from './by-fault.ts';
import type { Check } from './check.ts';
import { localNodeFinding, localNodeHeadline } from './local-node-toll.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/** What clients felt, by RFC 6414's time-stamp based method, against what VRRP's timers and the fault's nature predict. */
export const check: Check = {
  name: 'failover-time',
  summary: 'Clients are without service for as long as predicted, and not longer.',
  judge: (input) => {
    const { recording } = input;
    return judgeByFault(input, {
      check: 'failover-time',
      unit: 'ms',
      find: (judged) => find(recording, judged),
      passHeadline: (judgement, judged) =>
        localNodeHeadline(recording, judged) ?? passHeadline(recording, judgement, judged),
    });
  },
};

function passHeadline(
  { run }: Recording,
  { measured, predicted, bound }: Omit<Judgement, 'headline'>,
  judged: JudgedTrial[],
): string {
  const trials = count(judged.length, 'trial');
  if (measured === null || predicted === null) return `Service went on, ${trials}.`;
  const impaired = judged.reduce((sum, one) => sum + one.measurement.impairedRequests, 0);
  const lost = judged.reduce((sum, one) => sum + one.measurement.lostRequests, 0);
  const band = `${rangeInSeconds(predicted)} predicted`;
  if (impaired === 0) return `Clients noticed nothing (${band}), ${trials}.`;
  const error = bound === null ? '' : `, give or take ${inSeconds(bound)}`;
  const toll = `${count(impaired, 'request')} impaired, ${lost} of them lost`;
  const until = deadWithIt(run, judged[0]);
  return `Service was impaired for ${measuredInSeconds(measured)}${error} (${band})${until}; ${toll}; ${trials}.`;
}

/** Whom the old master took along, and until when requests went there all the same; empty for a director that is no more. */
function deadWithIt(run: Run, judged: JudgedTrial | undefined): string {
  if (judged?.facts.dataPath !== 'outage' || hostRemovalMs(run, judged.trial.target) === null) return '';
  const server = localServerOf(run.topology, judged.trial.target);
  return `: until the successor's health checks had taken out ${server?.name}, which died with ${judged.trial.target}`;
}

function find(recording: Recording, judged: JudgedTrial): Finding {
  const { measurement, run } = judged;
  const { predictedFailoverMs: predicted, failoverTimeMs, failoverBoundMs } = measurement;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  if (measurement.requests === 0 || failoverBoundMs === null) {
    return { verdict: 'unknown', text: 'no request was recorded while the fault lasted' };
  }
  if (isProberTooLate(measurement.worstLatenessMs, run.probe)) {
    const late = inSeconds(measurement.worstLatenessMs);
    return { verdict: 'unknown', text: `requests were sent up to ${late} after they were due`, leftOut: true };
  }
  const local = localNodeFinding(recording, judged);
  if (local !== null) return local;
  if (measurement.impairedRequests > 0 && measurement.firstGoodMs === null) {
    return {
      verdict: 'fail',
      text: `service had not recovered when healing began, ${count(measurement.impairedRequests, 'request')} impaired`,
      predicted,
    };
  }
  if (failoverTimeMs === null) return { verdict: 'unknown', text: 'no good request was recorded before the fault' };
  if (predicted === null) {
    return {
      verdict: 'unknown',
      text: `no advert of ${measurement.target} was recorded that a prediction could start from`,
    };
  }
  const limit = { low: Math.max(0, predicted.low - failoverBoundMs), high: predicted.high + failoverBoundMs };
  const inside = failoverTimeMs >= limit.low && failoverTimeMs <= limit.high;
  if (!inside && judged.facts.lateness !== undefined && measurement.lostRequests <= untouchedIntervals)
    return scattered(judged, predicted);
  const finding: Finding = {
    verdict: inside ? 'pass' : 'fail',
    text:
      `service was impaired for ${inSeconds(failoverTimeMs)}, give or take ${inSeconds(failoverBoundMs)}, ` +
      `${rangeInSeconds(predicted)} predicted`,
    value: failoverTimeMs,
    predicted,
    limit,
    bound: failoverBoundMs,
  };
  return failoverTimeMs > limit.high ? unlessAsLateBefore(finding, recording, failoverTimeMs - limit.high) : finding;
}

/** What is too long by no more than answers were late in the same run while nothing was broken, proves nothing. */
function unlessAsLateBefore(finding: Finding, recording: Recording, excessMs: number): Finding {
  const beforeMs = lateWithoutFaultMs(recording);
  if (excessMs > beforeMs) return finding;
  const text = `${finding.text}; but answers were late for ${inSeconds(beforeMs)} before a fault, when nothing was broken`;
  return { ...finding, verdict: 'unknown', text, leftOut: true };
}

/**
 * Late answers here and there while a living master's adverts are late: no outage lasts from the first to the last of them.
 * They are counted instead (RFC 6414 3.6.2), and more than the engine's hiccups may be the machine's doing.
 */
function scattered({ measurement, run }: JudgedTrial, predicted: Range): Finding {
  const { impairedRequests, lostRequests, requests, failoverTimePlbmMs: value, failoverBoundMs: bound } = measurement;
  const few = impairedRequests <= untouchedIntervals + hiccupShare * requests;
  const text =
    `${impairedRequests} of ${count(requests, 'request')} (one every ${run.probe.intervalMs} ms) were impaired here and ` +
    `there, ${lostRequests} lost`;
  return { verdict: few ? 'pass' : 'unknown', text, value, predicted, bound };
}
