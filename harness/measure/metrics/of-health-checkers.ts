import { askedServices } from '../../ipvs/services.ts';
import { removalMs } from '../../keepalived/checker-timing.ts';
import type {
  Bracket,
  Metric,
  Range,
  Recording,
  ServerFailure,
  TrialMeasurement,
  VirtualService,
} from '../../model.ts';
import { latitude, timingOf } from '../checker-tolerance.ts';
import { serviceName } from '../destinations.ts';
import { hasStalled } from '../prober-limits.ts';
import { failsRealServers, predictedReturnMs, removalOf, returnOf, type TableMove } from '../removal.ts';
import { type FaultTrial, faultSubjects, samplesOf } from './fault-trials.ts';
import { metricOf, type Sample } from './sample.ts';

/**
 * When the health checker of each service had failed real servers out of the table, and in it again, by the same trials as
 * the checks `removal-time` and `return-time`. Those that cannot see a failure have nothing to be timed.
 */
export function metricsOfHealthCheckers(recording: Recording, measurements: readonly TrialMeasurement[]): Metric[] {
  const subjects = faultSubjects(recording, measurements).filter(({ facts }) => failsRealServers(facts));
  const each = subjects.flatMap(({ facts, subject, trials }) => {
    const failure = facts.failure ?? 'silent';
    return askedServices(recording.run.topology)
      .filter(({ healthCheck }) => removalMs(healthCheck, failure) !== null)
      .map((service) => ({ failure, service, trials, subject: `${subject} on ${serviceName(service)}` }));
  });
  return [
    ...each.map(({ subject, trials, service, failure }) =>
      metricOf(
        'removalMs',
        subject,
        samplesOf(trials, (one) => removalSample(one, service, failure)),
      ),
    ),
    ...each.map(({ subject, trials, service, failure }) =>
      metricOf(
        'returnMs',
        subject,
        samplesOf(trials, (one) => returnSample(one, service, failure)),
      ),
    ),
  ];
}

function removalSample(
  { recording, trial }: FaultTrial,
  service: VirtualService,
  failure: ServerFailure,
): Sample | null {
  const removal = removalOf(recording, trial, failure, service);
  if (removal === null || !removal.present || removal.predictedMs === null || trial.effective === null) return null;
  const { removed, predictedMs, watchedMs } = removal;
  return moveSample(recording, removed, predictedMs, watchedMs, {
    earliestMs: trial.effective.latestMs,
    latestMs: trial.effective.latestMs,
  });
}

function returnSample(
  { recording, trial }: FaultTrial,
  service: VirtualService,
  failure: ServerFailure,
): Sample | null {
  const seen = returnOf(recording, trial, service);
  if (seen === null || seen.missing.length === 0 || trial.restored === null) return null;
  const predictedMs = predictedReturnMs(service, failure);
  return moveSample(recording, seen.returned, predictedMs, seen.watchedMs, trial.restored);
}

/** Null: it was not watched for long enough, or the machine stood still meanwhile. */
function moveSample(
  recording: Recording,
  move: TableMove | null,
  predicted: Range,
  watchedMs: number,
  cause: Bracket,
): Sample | null {
  if (move === null) return watchedMs < latitude(predicted, 0).high ? null : { value: 'beyond', predicted };
  const { value, bound, inside } = timingOf(move, predicted);
  if (!inside && hasStalled(recording, cause.earliestMs, cause.latestMs + value + bound)) return null;
  return { value, predicted, bound };
}
