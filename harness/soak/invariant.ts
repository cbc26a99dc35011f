import type { Aftermath } from './aftermath.ts';

/** What holds after every event: one small file in `invariants/`, named like it; a pure reader of what was seen. */
export interface Invariant {
  name: string;
  summary: string;
  /** Each way in which it does not hold, a sentence; empty: it holds. */
  broken(aftermath: Aftermath): string[];
}
