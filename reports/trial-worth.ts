import { earlyToleranceMs, lateToleranceMs } from '../harness/measure/predictions.ts';
import { isProberTooLate } from '../harness/measure/prober-limits.ts';
import type { Judgement, Run, TrialMeasurement } from '../harness/model.ts';

/** What tells which trials a reader wants to see. */
export interface Worth {
  run: Pick<Run, 'trials' | 'probe'>;
  measurements: readonly TrialMeasurement[];
  judgements: readonly Pick<Judgement, 'verdict' | 'headline'>[];
}

/**
 * The numbers of all trials, those first in which there is something to see: what failed or could not be judged, then the
 * first of each fault, then its slowest and its fastest, then the others as they ran.
 */
export function trialsByWorth({ run, measurements, judgements }: Worth): number[] {
  const named = trialsNamedIn(judgements);
  const troubled = measurements.filter((one) => named.has(one.index) || isTroubled(run, one));
  const faults = [...new Set(measurements.map(({ fault }) => fault))];
  const byFault = faults.map((fault) => measurements.filter((one) => one.fault === fault));
  const bySpeed = byFault.flatMap((own) => {
    const timed = own.filter(({ failoverTimeMs }) => failoverTimeMs !== null);
    const sorted = timed.toSorted((a, b) => (a.failoverTimeMs ?? 0) - (b.failoverTimeMs ?? 0));
    return [sorted.at(-1), sorted[0]].filter((one) => one !== undefined);
  });
  const firsts = byFault.flatMap((own) => own.slice(0, 1));
  return [...new Set([...troubled, ...firsts, ...bySpeed, ...measurements].map(({ index }) => index))];
}

/** Headlines of checks that did not pass begin with the trial that made them so. */
function trialsNamedIn(judgements: Worth['judgements']): Set<number> {
  const told = judgements.filter(({ verdict }) => verdict !== 'pass');
  return new Set(
    told.flatMap(({ headline }) => [...headline.matchAll(/\bTrial (\d+)\b/g)].map((match) => Number(match[1]))),
  );
}

function isTroubled({ trials, probe }: Worth['run'], one: TrialMeasurement): boolean {
  const trial = trials.find(({ index }) => index === one.index);
  if (trial?.error !== undefined || trial?.endedAtMs === null || !one.confirmed) return true;
  if (isProberTooLate(one.worstLatenessMs, probe)) return true;
  const {
    failoverTimeMs: tookMs,
    predictedFailoverMs: band,
    failoverBoundMs: bound,
    detectionMs,
    predictedDetectionMs,
  } = one;
  if (one.requests > 0 && tookMs === null) return true;
  const outside = (ms: number, low: number, high: number) => ms < low || ms > high;
  return (
    (tookMs !== null && band !== null && outside(tookMs, band.low - (bound ?? 0), band.high + (bound ?? 0))) ||
    (detectionMs !== null &&
      predictedDetectionMs !== null &&
      outside(detectionMs, predictedDetectionMs - earlyToleranceMs, predictedDetectionMs + lateToleranceMs))
  );
}
