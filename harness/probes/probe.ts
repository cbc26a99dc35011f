import type { Cluster, Record } from '../cluster/interface.ts';

/** What a probe observes, and where it puts what it sees. */
export interface ProbeContext {
  cluster: Cluster;
  record: Record;
}

/** A probe at work. */
export interface RunningProbe {
  /**
   * Ends it. Resolves when everything it saw is recorded; throws a `DrillError` that tells what kept it from observing:
   * the recording then has holes.
   */
  stop(): Promise<void>;
}

/** One observer. A probe only records; what it means is for the checks. */
export interface Probe {
  name: string;
  /** Resolves once it observes. */
  start(context: ProbeContext): Promise<RunningProbe>;
}
