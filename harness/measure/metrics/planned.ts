import type { Comparison, FaultFacts, ProbeSettings, Recording, Run, Topology, TrialRecord } from '../../model.ts';
import { noInstantsYet, nothingFoundYet } from '../not-yet.ts';

/** What is known beforehand of a run, as far as it decides which metrics the run may have. */
export interface PlannedRun {
  topology: Topology;
  probe: ProbeSettings;
  faults: FaultFacts[];
  /** Every level at which a fault strikes. */
  strikes: { fault: string; level?: number }[];
  comparison?: Comparison | undefined;
  /** It sends traffic to schedulers. */
  balances: boolean;
  /** Of the autocannon phase, ms; 0: there is none. */
  throughputMs: number;
}

/** The recording of a run in which nothing has happened yet. */
export function plannedRecording(planned: PlannedRun): Recording {
  return { run: emptyRun(planned), series: () => [] };
}

function emptyRun({ topology, probe, faults, strikes, comparison, balances }: PlannedRun): Run {
  return {
    schema: 1,
    id: '',
    suite: '',
    scenario: { name: '', summary: '' },
    status: 'running',
    startedAt: '',
    endedAt: null,
    command: '',
    seed: 0,
    trialsPerFault: 0,
    plannedTrials: 0,
    engine: { kind: 'native', reason: '', cpus: 0, memoryBytes: 0 },
    versions: {
      lvsDrill: '',
      gitCommit: null,
      gitDirty: null,
      node: '',
      kernel: '',
      dockerEngine: '',
      keepalived: '',
      ipvsadm: '',
      httpd: '',
    },
    sysctls: {},
    topology,
    probe,
    faults,
    checks: [],
    trials: strikes.map(emptyTrial),
    ...(balances ? { balanceTrials: [] } : {}),
    ...(comparison === undefined ? {} : { comparison, loadTrials: [] }),
    ...nothingFoundYet(),
  };
}

function emptyTrial(strike: PlannedRun['strikes'][number], place: number): TrialRecord {
  return {
    index: place + 1,
    ...strike,
    target: '',
    phase: 0,
    ...noInstantsYet,
  };
}
