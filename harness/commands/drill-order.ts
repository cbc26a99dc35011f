import type { Engine, Log } from '../engine/engine.ts';
import type { Fault } from '../faults/fault.ts';
import type { Plan } from '../run/plan.ts';
import type { DrillFolder } from '../store/drill-folder.ts';

/** Everything a drill needs to know before it starts. */
export interface DrillOrder {
  plan: Plan;
  faults: ReadonlyMap<string, Fault>;
  folder: DrillFolder;
  startedAt: Date;
  /** Where calibrations of machines lie. */
  calibrations: string;
  /** The engine is the drill's to end. */
  openEngine(show: Log): Promise<Engine>;
  /** Whether `latest` beside the folder is to lead to it. */
  latest: boolean;
  command: string;
  /** The command that repeats one of the scenarios. */
  commandOf(scenario: string): string;
  lvsDrillVersion: string;
  keep: boolean;
  pauseOnFailure: boolean;
  signal: AbortSignal;
}
