import type { Metric, Recording } from '../../model.ts';
import { serviceName } from '../destinations.ts';
import {
  type Disruption,
  disruptionSubject,
  disruptionsIn,
  eventsOf,
  mappedServices,
  type Upheaval,
} from '../disruption.ts';
import { trialDoubt } from '../trial-doubt.ts';
import { exactly, metricOf, type Sample } from './sample.ts';

/**
 * What a real server that was retired, or came back, did to the clients of each service whose scheduler hashes addresses, by
 * the same trials as the check `disruption`.
 */
export function metricsOfRetirement(recording: Recording): Metric[] {
  const { run } = recording;
  const each = run.faults.flatMap((facts) =>
    mappedServices(run).flatMap((service) =>
      eventsOf(facts).map((event) => ({
        subject: disruptionSubject(serviceName(service), event),
        own: disruptionsIn(recording).filter(
          (one) => one.trial.fault === facts.name && one.service === service && one.event === event,
        ),
      })),
    ),
  );
  const shares = (name: 'movedPercent' | 'collateralPercent', share: (of: Upheaval) => number) =>
    each.map(({ subject, own }) =>
      metricOf(
        name,
        subject,
        own.map((one) => shareSample(recording, one, share)),
      ),
    );
  return [
    ...shares('movedPercent', ({ moved }) => moved),
    ...shares('collateralPercent', ({ collateral }) => collateral),
  ];
}

function shareSample(
  { run }: Recording,
  { trial, doubt, measured, predicted }: Disruption,
  share: (of: Upheaval) => number,
): Sample | null {
  if (trialDoubt(run, trial) !== null || doubt !== null) return null;
  return { value: 100 * share(measured), predicted: exactly(100 * share(predicted)), bound: 0 };
}
