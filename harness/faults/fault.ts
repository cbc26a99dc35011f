import type { Cluster } from '../cluster/interface.ts';
import type { Bracket, Confirmation, FaultFacts, KernelMs, NodeStateValue } from '../model.ts';

/** What a fault acts on. */
export interface FaultContext {
  cluster: Cluster;
  /** Name of the node it is aimed at: the first of `targets`. */
  target: string;
  /** Names of all nodes it is aimed at: more than one only with the aim `all-real-servers`. */
  targets: string[];
  /** Strength, in the unit of `facts.level`; 0 for a fault without levels. */
  level: number;
}

/** When a fault took effect, and how the hand knows. */
export interface Injection extends Bracket {
  evidence: string;
  /** Of a fault that the hand has ended by itself: when it did. */
  ended?: Bracket;
}

/** One way for a cluster to go wrong. Fault: one file in harness/faults, which exports it as `fault`. */
export interface Fault {
  facts: FaultFacts;
  /** What a confirmed fault leaves of its target until it is healed. */
  leaves: NodeStateValue['state'];
  /** How long before its instant `inject` must be called, because it has much to prepare, ms; absent: 300. */
  leadMs?: number;
  /** How long it must be left in place before it is healed, at least, ms, from its effect on; absent: not at all. */
  holdMs?(context: FaultContext): number;
  /** Acts at `atMs` of the engine's kernel clock, or at once when that has passed. Throws when it could not act. */
  inject(context: FaultContext, atMs: KernelMs): Promise<Injection>;
  /**
   * Says by what can be seen now whether the fault is there; of one that is over by itself, by what was seen of it when
   * it was injected. Disturbs nothing: requests are being measured.
   */
  confirm(context: FaultContext, injection: Injection): Promise<Confirmation>;
  /**
   * Undoes the fault from whatever state the target is in, also when nothing was injected, or only half of it, or
   * another fault, or by another process. Ends when the target does its work again, as seen, and returns when that began.
   */
  heal(context: FaultContext): Promise<Bracket>;
}
