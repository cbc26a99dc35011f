import type { EnginePreference } from '../engine/choose.ts';
import type { Fault } from '../faults/fault.ts';
import type { Plan } from '../run/plan.ts';
import type { DrillFolder } from '../store/drill-folder.ts';

/** Everything a drill needs to know before it starts. */
export interface DrillOrder {
  plan: Plan;
  faults: ReadonlyMap<string, Fault>;
  folder: DrillFolder;
  startedAt: Date;
  preference: EnginePreference;
  command: string;
  /** The command that repeats one of the scenarios. */
  commandOf(scenario: string): string;
  lvsDrillVersion: string;
  keep: boolean;
  pauseOnFailure: boolean;
  signal: AbortSignal;
}
