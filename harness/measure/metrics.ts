import type { Metric, Recording, TrialMeasurement } from '../model.ts';
import { metricsOfBalance } from './metrics/of-balance.ts';
import { metricsOfFaults } from './metrics/of-faults.ts';
import { metricsOfHealthCheckers } from './metrics/of-health-checkers.ts';
import { metricsOfLoads } from './metrics/of-loads.ts';
import { metricsOfRetirement } from './metrics/of-retirement.ts';
import { metricOf } from './metrics/sample.ts';

/**
 * Every quantity that a run has to show, with one sample for each trial that shows it: trials that the checks would not
 * believe are no samples. A metric without samples was to be shown by this run, and was not.
 */
export function metricsOf(recording: Recording, measurements: readonly TrialMeasurement[]): Metric[] {
  return [
    ...metricsOfRun(recording),
    ...metricsOfFaults(recording, measurements),
    ...metricsOfHealthCheckers(recording, measurements),
    ...metricsOfRetirement(recording),
    ...metricsOfLoads(recording),
    ...metricsOfBalance(recording),
  ];
}

function metricsOfRun({ run }: Recording): Metric[] {
  const { readyAfterMs, throughput } = run;
  return [
    metricOf('readyMs', 'run', [readyAfterMs === null ? null : { value: readyAfterMs }]),
    ...(throughput === null ? [] : [metricOf('throughputPerSecond', 'run', [{ value: throughput.requestsPerSecond }])]),
  ];
}
