import { usedAdvertIntervalMs } from '../keepalived/advert-interval.ts';
import { throttledForMs } from '../keepalived/throttling.ts';
import { type AdvertGap, advertGaps, masterGapsUnder } from '../measure/advert-gaps.ts';
import { captureBoundMs, earlyToleranceMs, lateToleranceMs } from '../measure/predictions.ts';
import { masterBefore } from '../measure/routers.ts';
import { faultWindow } from '../measure/trial.ts';
import { undisturbedTimes } from '../measure/undisturbed.ts';
import type { Judgement, Recording, VrrpInstance } from '../model.ts';
import { largest } from '../stats/extremes.ts';
import { measured, median, quantile } from '../stats/quantiles.ts';
import { doubtOf, type Finding, type JudgedTrial, judgeTrials, trialsOf } from './by-fault.ts';
import type { Check } from './check.ts';
import { unlessMachineStalled } from './machine-stall.ts';
import { count, inSeconds, measuredInSeconds, rangeInSeconds } from './words.ts';

/**
 * The rhythm of the adverts, on which every timer of the backups rests (SCENARIOS 7): as configured while nothing is
 * wrong; and how late the next advert comes when the master is short of a processor (SCENARIOS 11).
 */
export const check: Check = {
  name: 'advert-interval',
  summary: 'The master advertises at the configured interval, and starved not later than its quota explains.',
  judge: (input) => [
    whileSteady(input.recording),
    ...input.recording.run.faults
      .filter(({ lateness }) => lateness === 'hunger')
      .map((facts) =>
        judgeTrials(facts.name, trialsOf(input, facts), {
          check: 'advert-interval',
          unit: 'ms',
          find: (judged) => whileStarved(input.recording, judged),
          passHeadline,
        }),
      ),
  ],
};

/** Share by which the median may differ from the configured interval (SCENARIOS 7). */
const intervalShare = 0.05;

/** Fewer gaps than this say nothing of a rhythm. */
const leastGaps = 3;

function whileSteady(recording: Recording): Judgement {
  const { vrrp } = recording.run.topology;
  const gaps = advertGaps(recording, undisturbedTimes(recording));
  const lengths = gaps.map(({ lengthMs }) => lengthMs);
  const middle = median(lengths);
  const configuredMs = vrrp.advertIntervalMs;
  const limit = { low: configuredMs * (1 - intervalShare), high: configuredMs * (1 + intervalShare) };
  const usedMs = usedAdvertIntervalMs(vrrp);
  const judgement = {
    check: 'advert-interval',
    subject: 'run',
    unit: 'ms',
    measured: measured(lengths),
    predicted: { low: usedMs, high: usedMs },
    bound: captureBoundMs,
    limit,
  };
  if (middle === null || gaps.length < leastGaps) {
    const headline = `Only ${count(gaps.length, 'interval')} between adverts were recorded while no fault was in place.`;
    return { ...judgement, verdict: 'unknown', headline };
  }
  const told = `${sendersOf(gaps)} advertised every ${inSeconds(middle)} (${spread(lengths)})`;
  if (middle >= limit.low && middle <= limit.high)
    return { ...judgement, verdict: 'pass', headline: `${told}, ${inSeconds(configuredMs)} configured.` };
  return {
    ...judgement,
    verdict: 'fail',
    headline: `${told}, but ${inSeconds(configuredMs)} is configured${rounding(vrrp)}.`,
  };
}

function sendersOf(gaps: readonly AdvertGap[]): string {
  return [...new Set(gaps.map(({ director }) => director))].sort().join(' and ');
}

function spread(lengths: readonly number[]): string {
  const [low, high] = [quantile(lengths, 0.01) ?? 0, quantile(lengths, 0.99) ?? 0];
  const worst = inSeconds(largest(lengths));
  return `1st to 99th percentile ${rangeInSeconds({ low, high })}, longest ${worst}`;
}

function rounding(vrrp: VrrpInstance): string {
  const usedMs = usedAdvertIntervalMs(vrrp);
  if (usedMs === vrrp.advertIntervalMs) return '';
  const knows = vrrp.version === 2 ? 'whole seconds' : 'hundredths of a second';
  return `: VRRP version ${vrrp.version} knows ${knows} only, and keepalived makes ${inSeconds(usedMs)} of it`;
}

function passHeadline({ measured: longest, predicted }: Omit<Judgement, 'headline'>, judged: JudgedTrial[]): string {
  const trials = count(judged.length, 'trial');
  if (longest === null || predicted === null) return `No gap between adverts, ${trials}.`;
  const realtime = judged[0]?.run.topology.vrrp.realtimePriority;
  const how = realtime === undefined ? 'without vrrp_rt_priority' : `with vrrp_rt_priority ${realtime}`;
  const share = judged[0]?.trial.level ?? judged[0]?.facts.level?.default;
  const quota = share === undefined ? '' : ` on ${share} % of a processor`;
  return `Starved${quota}, ${how}, the next advert came after ${measuredInSeconds(longest)} at the latest (${rangeInSeconds(predicted)} predicted), ${trials}.`;
}

function whileStarved(recording: Recording, judged: JudgedTrial): Finding {
  const { trial, facts, run } = judged;
  const doubt = doubtOf(judged);
  if (doubt !== null) return { verdict: 'unknown', text: doubt };
  const window = faultWindow(trial);
  const master = window === null ? null : masterBefore(recording, window.fromMs);
  const percent = trial.level ?? facts.level?.default;
  if (window === null || master === null || percent === undefined || percent <= 0)
    return { verdict: 'unknown', text: 'no advert of a master was recorded before the fault' };

  const gaps = masterGapsUnder(recording, window);
  if (gaps.length < leastGaps)
    return {
      verdict: 'unknown',
      text: `only ${count(gaps.length, 'interval')} between adverts of ${master.name} were recorded`,
    };
  const { vrrp } = run.topology;
  const intervalMs = usedAdvertIntervalMs(vrrp);
  // Bandwidth control leaves the realtime classes alone (sched-bwc.rst: SCHED_NORMAL only).
  const throttledMs = vrrp.realtimePriority === undefined ? throttledForMs(percent) : 0;
  const predicted = { low: intervalMs, high: intervalMs + throttledMs };
  // The busy loop may get the first slice of a period, and keepalived only one of the next.
  const limit = { low: intervalMs - earlyToleranceMs, high: intervalMs + 2 * throttledMs + lateToleranceMs };
  const longest = gaps.reduce((worst, gap) => (gap.lengthMs > worst.lengthMs ? gap : worst));
  const value = longest.lengthMs;
  const band = `${rangeInSeconds(predicted)} predicted, ${rangeInSeconds(limit)} allowed`;
  const text = `${master.name} on ${percent} % of a processor sent its next advert after ${inSeconds(value)} at the latest, ${band}`;
  const numbers = { value, predicted, limit, bound: captureBoundMs };
  if (throttledMs > 0 && value >= limit.low && value <= intervalMs + lateToleranceMs)
    return { verdict: 'unknown', text: `the quota was not felt: ${text}`, ...numbers };
  const verdict = value >= limit.low && value <= limit.high ? 'pass' : 'fail';
  const finding: Finding = { verdict, text, ...numbers };
  return unlessMachineStalled(finding, recording, longest.fromMs, longest.fromMs + longest.lengthMs);
}
