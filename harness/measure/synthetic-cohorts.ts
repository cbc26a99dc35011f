import type { CohortValue, Observation, Recording } from '../model.ts';
import { syntheticRecording, syntheticTopology, withSeries } from './synthetic-run.ts';

type Outcome = CohortValue['outcome'];

/** Connections of one age, all with the same fate: after the takeover, and after the switch back. */
export interface Fates {
  packets: number;
  ageMs: number;
  count: number;
  failover: Outcome;
  reversion?: Outcome;
}

/** Of the cluster and its one trial. */
export interface CohortSetting {
  fault?: string;
  sync?: boolean;
  sysctls?: Record<string, string>;
}

/** Test support: one trial with connections of known ages, and what became of them. */
export function tried(
  fates: Fates[],
  { fault = 'kill-director', sync = false, sysctls = {} }: CohortSetting = {},
): Recording {
  const topology = syntheticTopology(sync ? { syncDaemon: true } : {});
  const recording = syntheticRecording({ faults: [fault], trialsPerFault: 1, topology, run: { sysctls } });
  const [trial] = recording.run.trials;
  const { injectDueMs, healStartedAtMs, endedAtMs } = trial ?? {};
  if (injectDueMs == null || healStartedAtMs == null || endedAtMs == null) throw new Error('the trial is not whole');
  let connection = 0;
  const made = fates.flatMap(({ count, packets, ageMs, failover, reversion }) =>
    Array.from({ length: count }, () => {
      connection += 1;
      const value = { connection, packets, ageMs, source: '198.18.0.101', realServer: 'real-server-1' };
      const at = (instant: number, stage: CohortValue['stage'], outcome: Outcome): Observation<'cohort'> => ({
        series: 'cohort',
        at: instant,
        node: 'client-1',
        value: { ...value, stage, outcome },
      });
      return [
        at(injectDueMs - ageMs, 'made', 'alive'),
        at(healStartedAtMs - 100, 'failover', failover),
        ...(reversion === undefined ? [] : [at(endedAtMs - 100, 'reversion', reversion)]),
      ];
    }),
  );
  return withSeries(recording, 'cohort', () => made.flat());
}
