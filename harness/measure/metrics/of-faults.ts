import type { FaultFacts, Recording, Run, TrialMeasurement } from '../../model.ts';
import { makesOutages } from '../calibration/known-outages.ts';
import { changesDirector, takesMasterAway } from '../director-return.ts';
import { leavesMasterAlive } from '../vrrp-faults.ts';
import type { MetricName } from './catalogue.ts';
import { detectionExcessSample, detectionSample } from './detection.ts';
import { type FaultTrial, faultSubjects, samplesOf } from './fault-trials.ts';
import {
  failoverExcessSample,
  failoverSample,
  impairedSample,
  latenessSample,
  lostSample,
  switchSample,
} from './outage.ts';
import { outageErrorSample } from './outage-error.ts';
import { connectionsLostSample, dualHolderSample, reversionImpairedSample, reversionSample } from './reversion.ts';
import { type Candidate, metricOf, type Sample } from './sample.ts';
import { firstStalledSample } from './stalled-size.ts';

/** A metric that every fault it concerns has for itself. */
interface FaultMetric {
  name: MetricName;
  /** Whether there is anything to ask of such a fault; `seen`: only where a trial showed it. */
  concerns(facts: FaultFacts, run: Run): boolean | 'seen';
  sample(trial: FaultTrial): Sample | null;
}

const ofFaults: readonly FaultMetric[] = [
  { name: 'failoverMs', concerns: isFailover, sample: failoverSample },
  {
    name: 'failoverExcessMs',
    concerns: ({ dataPath, detection }) => dataPath === 'outage' && detection !== 'none' && 'seen',
    sample: failoverExcessSample,
  },
  { name: 'detectionMs', concerns: isDetected, sample: detectionSample },
  { name: 'detectionExcessMs', concerns: isDetected, sample: detectionExcessSample },
  {
    name: 'switchMs',
    concerns: (facts) => changesDirector(facts) && facts.dataPath !== 'none' && 'seen',
    sample: switchSample,
  },
  { name: 'impaired', concerns: () => true, sample: impairedSample },
  { name: 'lost', concerns: () => true, sample: lostSample },
  { name: 'connectionsLost', concerns: (_, { probe }) => probe.connections > 0, sample: connectionsLostSample },
  { name: 'reversionMs', concerns: (facts) => takesMasterAway(facts) && 'seen', sample: reversionSample },
  { name: 'reversionImpaired', concerns: changesRoles, sample: reversionImpairedSample },
  { name: 'dualHolderMs', concerns: changesRoles, sample: dualHolderSample },
  { name: 'latenessMs', concerns: () => true, sample: latenessSample },
  { name: 'outageErrorMs', concerns: makesOutages, sample: (one) => outageErrorSample(one, 'time-stamp') },
  { name: 'outageLossErrorMs', concerns: makesOutages, sample: (one) => outageErrorSample(one, 'loss') },
  { name: 'firstStalledBytes', concerns: ({ hidesPathMtu }) => hidesPathMtu === true, sample: firstStalledSample },
];

/** The metrics of every fault of a run, at each of its levels. */
export function metricsOfFaults(recording: Recording, measurements: readonly TrialMeasurement[]): Candidate[] {
  const subjects = faultSubjects(recording, measurements);
  return ofFaults.flatMap(({ name, concerns, sample }) =>
    subjects.flatMap(({ facts, subject, trials }) => {
      const concerned = concerns(facts, recording.run);
      if (concerned === false) return [];
      return [{ metric: metricOf(name, subject, samplesOf(trials, sample)), missed: concerned === true }];
    }),
  );
}

/** Those of which a failover time is predicted. */
function isFailover({ aim, dataPath, detection }: FaultFacts): boolean {
  return (aim === 'master' || aim === 'backup') && (dataPath === 'none' || detection !== 'none');
}

function isDetected({ detection, lateness }: FaultFacts): boolean | 'seen' {
  if (lateness !== undefined) return 'seen';
  return detection !== 'none';
}

/** Whether one of the directors changes its role, or may. */
function changesRoles(facts: FaultFacts): boolean {
  return changesDirector(facts) || leavesMasterAlive(facts);
}
