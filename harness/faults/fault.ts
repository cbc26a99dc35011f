import type { Cluster } from '../cluster/interface.ts';
import type { Bracket, Confirmation, FaultFacts, KernelMs, NodeStateValue } from '../model.ts';

/** What a fault acts on. */
export interface FaultContext {
  cluster: Cluster;
  /** Name of the director it is aimed at. */
  target: string;
}

/** When a fault took effect, and how the hand knows. */
export interface Injection extends Bracket {
  evidence: string;
}

/** One way for a director to go wrong. Fault: one file in harness/faults, which exports it as `fault`. */
export interface Fault {
  facts: FaultFacts;
  /** What a confirmed fault leaves of its target until it is healed. */
  leaves: NodeStateValue['state'];
  /** Acts at `atMs` of the engine's kernel clock, or at once when that has passed. Throws when it could not act. */
  inject(context: FaultContext, atMs: KernelMs): Promise<Injection>;
  /** Says by what can be seen now whether the fault is there. Disturbs nothing: requests are being measured. */
  confirm(context: FaultContext): Promise<Confirmation>;
  /**
   * Undoes the fault from whatever state the target is in, also when nothing was injected, or only half of it, or
   * another fault. Ends when keepalived runs on the target and returns when it came back to life, as seen on the engine.
   */
  heal(context: FaultContext): Promise<Bracket>;
}
