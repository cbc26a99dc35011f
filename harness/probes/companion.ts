import type { KernelMs, TrialRecord } from '../model.ts';

/** What goes along with every trial of a scenario that wants it: it asks before the fault, under it, and after healing. */
export interface TrialCompanion {
  /** How long before the fault `prepare` must be called, at least, ms. */
  readonly leadMs?: number;
  /** Called on a steady cluster, before it is decided when the fault is due. May add to the trial's record. */
  before?(trial: TrialRecord, signal: AbortSignal): Promise<void>;
  /** Called `leadMs` before the fault is due; resolves as soon as what is to be done until then has been ordered. */
  prepare?(dueMs: KernelMs): Promise<void>;
  /** Called when the fault has done what it does, before healing. */
  under(trial: TrialRecord, signal: AbortSignal): Promise<void>;
  /** Called when the cluster is steady again. */
  after(trial: TrialRecord, signal: AbortSignal): Promise<void>;
}
