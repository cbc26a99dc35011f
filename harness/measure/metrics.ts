import type { Metric, Recording, TrialMeasurement } from '../model.ts';
import { clockOf } from './calibration/clock.ts';
import { metricsOfBalance } from './metrics/of-balance.ts';
import { metricsOfFaults } from './metrics/of-faults.ts';
import { metricsOfHealthCheckers } from './metrics/of-health-checkers.ts';
import { metricsOfLoads } from './metrics/of-loads.ts';
import { metricsOfRetirement } from './metrics/of-retirement.ts';
import { type PlannedRun, plannedRecording } from './metrics/planned.ts';
import { type Candidate, isShown, metricOf } from './metrics/sample.ts';

/**
 * Every quantity that a run has to show, with one sample for each trial that shows it: trials that the checks would not
 * believe are no samples. A metric without samples was to be shown by this run, and was not.
 */
export function metricsOf(recording: Recording, measurements: readonly TrialMeasurement[]): Metric[] {
  return candidatesOf(recording, measurements).flatMap(({ metric, missed }) =>
    missed || isShown(metric) ? [metric] : [],
  );
}

/** The subjects of every metric that a run may come to have, by its name. */
export function plannedSubjects(planned: PlannedRun): Map<string, string[]> {
  const subjects = new Map<string, string[]>();
  for (const { metric } of candidatesOf(plannedRecording(planned), [])) {
    if (metric.name === 'throughputPerSecond' && planned.throughputMs === 0) continue;
    subjects.set(metric.name, [...(subjects.get(metric.name) ?? []), metric.subject]);
  }
  return subjects;
}

function candidatesOf(recording: Recording, measurements: readonly TrialMeasurement[]): Candidate[] {
  const missed = (metric: Metric): Candidate => ({ metric, missed: true });
  return [
    ...metricsOfRun(recording),
    ...metricsOfFaults(recording, measurements),
    ...metricsOfHealthCheckers(recording, measurements).map(missed),
    ...metricsOfRetirement(recording).map(missed),
    ...metricsOfLoads(recording).map(missed),
    ...metricsOfBalance(recording),
  ];
}

function metricsOfRun(recording: Recording): Candidate[] {
  const { readyAfterMs, throughput, probe } = recording.run;
  const clock = clockOf(recording);
  const apart = clock === null ? null : { value: Math.abs(clock.medianMs) };
  const ready = readyAfterMs === null ? null : { value: readyAfterMs };
  const rate = throughput === null ? null : { value: throughput.requestsPerSecond };
  return [
    { metric: metricOf('readyMs', 'run', [ready]), missed: true },
    { metric: metricOf('throughputPerSecond', 'run', [rate]), missed: false },
    ...(probe.packets === true ? [{ metric: metricOf('clockDifferenceMs', 'run', [apart]), missed: true }] : []),
  ];
}
